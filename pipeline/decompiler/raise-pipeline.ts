// Turns a DAG component of the IR into a pipeline as the DSL records one.
import type { ComponentDefinition, FileSettings, PipelineGraph, ReturnedSource } from "../dsl/graph.ts";
import { deepFreeze } from "../dsl/freeze.ts";
import { isObject } from "../ir/json-object.ts";
import type { Json } from "../ir/pipeline-spec.ts";
import { componentName } from "./component-name.ts";
import { contentOf, type FileContext, rootKey } from "./file-context.ts";
import { fitted } from "./fit-type.ts";
import { numberGroups } from "./number-groups.ts";
import { preferences } from "./order-members.ts";
import { raiseInputs, raiseOutputs, raisePlatformParts } from "./raise-definitions.ts";
import { raiseNodes, returnedSource } from "./raise-scope.ts";
import { buildScope, type PipelineContext, type Scope } from "./scope.ts";
import { learnTypes } from "./learn-types.ts";

export function raiseRoot(file: FileContext): PipelineGraph {
  const { pipelineInfo, schemaVersion, defaultPipelineRoot } = file.spec;
  const { name, displayName, description } = pipelineInfo;
  const platforms = pipelinePlatforms(file);
  const settings: FileSettings = {
    ...(schemaVersion !== "2.1.0" && { schemaVersion }),
    ...(defaultPipelineRoot !== undefined && { defaultPipelineRoot }),
    ...(Object.keys(platforms).length > 0 && { platforms }),
  };
  return deepFreeze({
    ...raisePipeline(file, rootKey, name, settings),
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
  });
}

/** What a platform's document says of more than single executors. */
function pipelinePlatforms({ platforms }: FileContext): NonNullable<FileSettings["platforms"]> {
  const entries = Object.entries(platforms).flatMap(([name, document]) => {
    if (!isObject(document)) return [];
    const { deploymentSpec, ...rest } = document;
    const { executors: _, ...more } = isObject(deploymentSpec) ? deploymentSpec : {};
    const kept: { readonly [field: string]: Json } = {
      ...(Object.keys(more).length > 0 && { deploymentSpec: more }),
      ...rest,
    };
    return Object.keys(kept).length > 0 ? [[name, kept] as const] : [];
  });
  return Object.fromEntries(entries);
}

function raisePipeline(file: FileContext, key: string, name: string, settings: FileSettings): PipelineGraph {
  const content = key === rootKey ? "root" : contentOf(file, key);
  const identity = Object.freeze({ name });
  const pipeline: PipelineContext = { file, identity, key: content, ids: 0, nodes: new Map() };
  const scope = buildScope(pipeline, key);
  learnTypes(scope);
  const { component } = scope;
  const hints = (side: "inputs" | "outputs", parameter: string) =>
    file.hints.get(`${side} ${content} ${parameter}`);
  const outputs = raiseOutputs(component, hints);
  const raising = { preferences: preferences(scope), raiseCalled };
  const nodes = numberGroups(raiseNodes(scope, raising));
  return {
    kind: "pipeline",
    identity,
    name,
    inputs: raiseInputs(component, hints),
    outputs,
    body: { nodes, returned: returnedSources(scope, outputs) },
    file: settings,
    ...raisePlatformParts(component),
  };
}

function returnedSources(
  scope: Scope,
  declared: PipelineGraph["outputs"],
): { readonly [name: string]: ReturnedSource } {
  const { parameters = {}, artifacts = {} } = scope.dag.outputs ?? {};
  const sources = [...Object.keys(artifacts), ...Object.keys(parameters)].flatMap((key) => {
    const source = returnedSource(scope, key);
    const type = Object.hasOwn(declared, key) ? declared[key]?.type : undefined;
    if (source === undefined) return [];
    return [[key, source.kind === "oneOf" || type === undefined ? source : fitted(source, type)] as const];
  });
  return Object.fromEntries(sources);
}

/** Each is raised once, however often it is called. */
function raiseCalled({ pipeline }: Scope, { key }: { readonly key: string }): ComponentDefinition {
  const { file } = pipeline;
  const content = contentOf(file, key);
  const known = file.raised.get(content);
  if (known !== undefined) return known;
  const raised = deepFreeze(raisePipeline(file, key, componentName(file, key), {}));
  file.raised.set(content, raised);
  return raised;
}
