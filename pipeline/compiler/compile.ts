// Turns a pipeline into the IR that Vertex AI Pipelines and Kubeflow Pipelines run.
import type { AnyComponent } from "../dsl/component-types.ts";
import { componentDefinition } from "../dsl/definition.ts";
import type { ComponentDefinition, PipelineGraph } from "../dsl/graph.ts";
import type { PipelineFile } from "../ir/pipeline-file.ts";
import type { ComponentSpec, Json, PipelineInfo, PipelineSpec } from "../ir/pipeline-spec.ts";
import type { EmbeddedCode } from "./check-code.ts";
import { checkPipeline } from "./check-pipeline.ts";
import { lowerDag } from "./lower-dag.ts";
import { lowerDefinitions } from "./lower-definitions.ts";
import type { Lowering } from "./lowering.ts";
import { orderTasks } from "./order-tasks.ts";
import { planDags } from "./plan-dags.ts";
import { CompileError } from "./problem.ts";
import { emptyRegistry, type Registry } from "./registry.ts";
import { threadInputs } from "./thread-inputs.ts";
import { wrapComponent } from "./wrap-component.ts";
import { spellAsIn200 } from "./spell-as-in-200.ts";
import { schemaVersion as currentSchemaVersion, sdkVersion } from "./version.ts";

/**
 * Gives the IR of a pipeline, or of a component as a pipeline of one task; throws a `CompileError` that lists everything
 * wrong with it.
 *
 *     writeFileSync("nightly.yaml", writePipelineFile(compile(nightly)));
 */
export function compile(pipeline: AnyComponent): PipelineFile {
  return compileGraph(componentDefinition(pipeline));
}

export function compileGraph(component: ComponentDefinition): PipelineFile {
  const graph = component.kind === "pipeline" ? component : wrapComponent(component);
  const { problems, embedded } = checkPipeline(graph);
  if (problems.length > 0) throw new CompileError(problems);

  const registry = emptyRegistry();
  const { schemaVersion = currentSchemaVersion, defaultPipelineRoot } = graph.file;
  const root = lowerPipeline({ registry, schemaVersion, embedded, lowered: new Map() }, graph);
  const spec: PipelineSpec = {
    pipelineInfo: pipelineInfo(graph),
    schemaVersion,
    sdkVersion,
    ...(defaultPipelineRoot !== undefined && { defaultPipelineRoot }),
    root,
    components: Object.fromEntries(registry.components),
    deploymentSpec: { executors: Object.fromEntries(registry.executors) },
  };
  const platforms = lowerPlatforms(graph, registry);
  const pipeline = schemaVersion === "2.0.0" ? spellAsIn200(spec) : spec;
  return { pipeline, ...(platforms && { platforms }) };
}

/** The second document, where tasks or the pipeline have something to say to one platform only. */
function lowerPlatforms({ file }: PipelineGraph, registry: Registry): Json | undefined {
  const names = new Set([...registry.platforms.keys(), ...Object.keys(file.platforms ?? {})]);
  if (names.size === 0) return undefined;
  const documents = [...names].map((name): readonly [string, Json] => {
    const executors = registry.platforms.get(name);
    return [
      name,
      {
        ...(executors && { deploymentSpec: { executors: Object.fromEntries(executors) } }),
        ...file.platforms?.[name],
      },
    ];
  });
  return Object.fromEntries(documents);
}

interface FileLowering {
  readonly registry: Registry;
  readonly schemaVersion: string;
  readonly embedded: EmbeddedCode;
  readonly lowered: Map<PipelineGraph, ComponentSpec>;
}

/** Each pipeline is lowered once, however often it is called. */
function lowerPipeline(file: FileLowering, graph: PipelineGraph): ComponentSpec {
  const { registry, schemaVersion, embedded, lowered } = file;
  const known = lowered.get(graph);
  if (known !== undefined) return known;
  const plan = planDags(graph);
  const lowering: Lowering = {
    plan,
    threads: threadInputs(plan),
    orders: orderTasks(plan),
    registry,
    schemaVersion,
    embedded,
    lowerPipeline: (inner) => lowerPipeline(file, inner),
  };
  const spec = {
    dag: lowerDag(lowering, plan.root),
    ...lowerDefinitions(graph.inputs, graph.outputs, graph),
  };
  lowered.set(graph, spec);
  return spec;
}

function pipelineInfo({ name, displayName, description }: PipelineGraph): PipelineInfo {
  return {
    name,
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
  };
}
