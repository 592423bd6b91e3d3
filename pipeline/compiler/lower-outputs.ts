// Says which tasks of a DAG make what leaves it: one task each, but one of several for branches (KFP's OneOf).
import type {
  DagOutputArtifact,
  DagOutputParameter,
  DagOutputsSpec,
  ParameterSelector,
} from "../ir/pipeline-spec.ts";
import type { ReturnedSource } from "../dsl/graph.ts";
import type { Dag } from "./dag.ts";
import { byKind } from "./lower-definitions.ts";
import type { Lowering } from "./lowering.ts";
import { memberOf, outputKey, rootOf } from "./sources.ts";

export function lowerOutputs(lowering: Lowering, dag: Dag): DagOutputsSpec | undefined {
  const parameters: { [name: string]: DagOutputParameter } = {};
  const artifacts: { [name: string]: DagOutputArtifact } = {};
  for (const [name, source] of Object.entries(dag.returned)) {
    const key = dag.kind === "pipeline" ? name : outputKey(lowering.plan, dag, name);
    const selectors = selectorsOf(lowering, dag, name, source);
    const isOneOf = dag.kind === "branches" || source.kind === "oneOf";
    if (source.type.kind === "parameter") parameters[key] = parameterOutput(isOneOf, selectors);
    else artifacts[key] = { artifactSelectors: selectors.map(artifactSelector) };
  }
  return byKind(parameters, artifacts);
}

function selectorsOf(
  lowering: Lowering,
  dag: Dag,
  name: string,
  source: ReturnedSource,
): readonly ParameterSelector[] {
  const { plan } = lowering;
  if (dag.kind === "branches") {
    return dag.members.map((branch) => ({
      producerSubtask: branch.name,
      outputParameterKey: outputKey(plan, branch, name),
    }));
  }
  if (source.kind === "oneOf") return source.of.flatMap((one) => selectorsOf(lowering, dag, name, one));
  const root = rootOf(source);
  if (root.kind !== "output") throw new Error(`${dag.path}: output "${name}" is made by no task`);
  const producer = memberOf(plan, root.node);
  return [{ producerSubtask: producer.name, outputParameterKey: outputKey(plan, producer, root.output) }];
}

function parameterOutput(isOneOf: boolean, selectors: readonly ParameterSelector[]): DagOutputParameter {
  const [only] = selectors;
  return isOneOf || only === undefined
    ? { valueFromOneof: { parameterSelectors: selectors } }
    : { valueFromParameter: only };
}

function artifactSelector({ producerSubtask, outputParameterKey }: ParameterSelector) {
  return { producerSubtask, outputArtifactKey: outputParameterKey };
}
