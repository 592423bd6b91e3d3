// Turns a pipeline into the IR that Vertex AI Pipelines and Kubeflow Pipelines run.
import type { AnyComponent } from "../dsl/component-types.ts";
import { componentDefinition } from "../dsl/definition.ts";
import type { PipelineGraph } from "../dsl/graph.ts";
import type { ComponentSpec, PipelineInfo, PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { checkPipeline } from "./check-pipeline.ts";
import { lowerDag } from "./lower-dag.ts";
import { lowerDefinitions } from "./lower-definitions.ts";
import type { Lowering } from "./lowering.ts";
import { orderTasks } from "./order-tasks.ts";
import { planDags } from "./plan-dags.ts";
import { CompileError } from "./problem.ts";
import { emptyRegistry, type Registry } from "./registry.ts";
import { threadInputs } from "./thread-inputs.ts";
import { schemaVersion, sdkVersion } from "./version.ts";

/**
 * Gives the IR of a pipeline; throws a `CompileError` that lists everything wrong with it.
 *
 *     writeFileSync("nightly.yaml", writePipelineSpec(compile(nightly)));
 */
export function compile(pipeline: AnyComponent): PipelineSpec {
  const graph = componentDefinition(pipeline);
  if (graph.kind !== "pipeline") {
    throw new UserError("NOT_A_PIPELINE", `${graph.name}: a component cannot be compiled. Give a pipeline.`);
  }
  const problems = checkPipeline(graph);
  if (problems.length > 0) throw new CompileError(problems);

  const registry = emptyRegistry();
  const root = lowerPipeline(registry, new Map(), graph);
  return {
    pipelineInfo: pipelineInfo(graph),
    schemaVersion,
    sdkVersion,
    root,
    components: Object.fromEntries(registry.components),
    deploymentSpec: { executors: Object.fromEntries(registry.executors) },
  };
}

/** Each pipeline is lowered once, however often it is called. */
function lowerPipeline(
  registry: Registry,
  lowered: Map<PipelineGraph, ComponentSpec>,
  graph: PipelineGraph,
): ComponentSpec {
  const known = lowered.get(graph);
  if (known !== undefined) return known;
  const plan = planDags(graph);
  const lowering: Lowering = {
    plan,
    threads: threadInputs(plan),
    orders: orderTasks(plan),
    registry,
    lowerPipeline: (inner) => lowerPipeline(registry, lowered, inner),
  };
  const spec = { dag: lowerDag(lowering, plan.root), ...lowerDefinitions(graph.inputs, graph.outputs) };
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
