// Turns what a task calls into a component as the DSL records one.
import type {
  ComponentDefinition,
  ContainerComponent,
  ExecutorComponent,
  ImporterComponent,
} from "../dsl/graph.ts";
import type { ComponentSpec, ImporterSpec, PipelineContainerSpec } from "../ir/pipeline-spec.ts";
import { recogniseInlinePython } from "../inline/python/index.ts";
import { definitionKey, executorOf, type FileContext } from "./file-context.ts";
import { componentEnv, type Env } from "./component-env.ts";
import { componentName } from "./component-name.ts";
import { artifactType, raiseInputs, raiseOutputs, raisePlatformParts } from "./raise-definitions.ts";
import { orderedMetadata } from "./importer-metadata.ts";
import { raiseCommandText } from "./raise-command.ts";

/** One definition for all calls of the same, whose resources are settings of the task. */
export function raiseExecuted(
  file: FileContext,
  key: string,
  component: ComponentSpec,
  isPlain: boolean,
): ComponentDefinition {
  const definition = definitionKey(file, key);
  const content = isPlain ? `plain ${definition}` : definition;
  const known = file.raised.get(content);
  if (known !== undefined) return known;
  const name = componentName(file, key);
  const hints = (side: "inputs" | "outputs", parameter: string) =>
    file.hints.get(`${side} ${definition} ${parameter}`);
  const parts = {
    name,
    inputs: raiseInputs(component, hints),
    outputs: raiseOutputs(component, hints),
    ...raisePlatformParts(component),
  };
  const executor = executorOf(file, component) ?? {};
  const raised: ContainerComponent | ExecutorComponent = executor.container
    ? {
        kind: "container",
        ...parts,
        work: containerWork(executor.container, componentEnv(file, key), isPlain),
      }
    : { kind: "executor", ...parts, executor };
  file.raised.set(content, raised);
  return raised;
}

function containerWork(
  container: PipelineContainerSpec,
  env: Env,
  isPlain: boolean,
): ContainerComponent["work"] {
  const python = isPlain || container.lifecycle ? undefined : recogniseInlinePython(container);
  if (python !== undefined) {
    const { image, file, source, function: name } = python;
    return { kind: "inlinePython", image, code: { file, source }, function: name, env };
  }
  const { image, command = [], args = [], lifecycle } = container;
  return {
    kind: "container",
    image,
    command: command.map(raiseCommandText),
    args: args.map(raiseCommandText),
    env,
    ...(lifecycle && { lifecycle }),
  };
}

/** `undefined`: the importer has something that `importer()` has no word for. */
export function raiseImporter(
  file: FileContext,
  key: string,
  component: ComponentSpec,
): ImporterComponent | undefined {
  const { importer } = executorOf(file, component) ?? {};
  if (importer === undefined || !isUsual(importer, component)) return undefined;
  const type = artifactType(importer.typeSchema);
  const inputs = Object.keys(component.inputDefinitions?.parameters ?? {});
  const metadata = orderedMetadata(importer.metadata ?? {}, inputs);
  if (type.kind !== "artifact" || metadata === undefined) return undefined;
  const none = () => undefined;
  return {
    kind: "importer",
    name: componentName(file, key),
    inputs: raiseInputs(component, none),
    outputs: raiseOutputs(component, none),
    artifactType: type,
    uri: addressOf(importer),
    reimport: importer.reimport ?? false,
    metadata,
    downloadToWorkspace: importer.downloadToWorkspace ?? false,
  };
}

/** Schema 2.0.0 spells constants in another way. */
function addressOf({ artifactUri }: ImporterSpec): string | undefined {
  const { constant, constantValue } = artifactUri;
  return typeof constant === "string" ? constant : constantValue?.stringValue;
}

function isUsual(importer: ImporterSpec, { inputDefinitions, outputDefinitions }: ComponentSpec): boolean {
  const { artifactUri, properties, customProperties } = importer;
  const isAddress = addressOf(importer) !== undefined || artifactUri.runtimeParameter === "uri";
  const inputs = Object.keys(inputDefinitions?.parameters ?? {});
  const outputs = Object.entries(outputDefinitions?.artifacts ?? {});
  const [[name, output] = [], ...more] = outputs;
  return (
    isAddress &&
    properties === undefined &&
    customProperties === undefined &&
    inputs.includes("uri") &&
    inputs.every((input) => /^(uri|metadata(-\d+)?)$/.test(input)) &&
    Object.keys(inputDefinitions?.artifacts ?? {}).length === 0 &&
    name === "artifact" &&
    more.length === 0 &&
    JSON.stringify(output?.artifactType) === JSON.stringify(importer.typeSchema)
  );
}
