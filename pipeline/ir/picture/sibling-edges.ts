// The edges between the tasks of one DAG: one for each pair, of data if anything passes, else of order.
import type { DagSpec, PipelineSpec, PipelineTaskSpec } from "../pipeline-spec.ts";
import type { PictureEdge } from "./picture.ts";
import { componentOf, outputOrigin } from "./value-names.ts";
import { own } from "../json-object.ts";

/** `ids` gives each task's id; references to tasks that are not there are passed over. */
export function siblingEdges(
  spec: PipelineSpec,
  dag: DagSpec,
  ids: ReadonlyMap<string, string>,
): readonly PictureEdge[] {
  return Object.entries(dag.tasks).flatMap(([name, task]) => {
    const labels = new Map<string, Set<string>>();
    const add = (producer: string, label: string): void => {
      labels.set(producer, (labels.get(producer) ?? new Set()).add(label));
    };
    for (const [producer, label] of takenFromSiblings(spec, dag, task)) add(producer, label);
    const to = ids.get(name);
    const producers = new Set([...labels.keys(), ...(task.dependentTasks ?? [])]);
    return [...producers].flatMap((producer): readonly PictureEdge[] => {
      const from = ids.get(producer);
      if (from === undefined || to === undefined || from === to) return [];
      const taken = labels.get(producer);
      return [{ from, to, kind: taken === undefined ? "order" : "data", labels: [...(taken ?? [])] }];
    });
  });
}

/** Pairs of a producer and a label. */
function takenFromSiblings(
  spec: PipelineSpec,
  dag: DagSpec,
  { inputs }: PipelineTaskSpec,
): readonly (readonly [string, string])[] {
  const artifacts = Object.values(inputs?.artifacts ?? {}).flatMap(({ taskOutputArtifact: output }) => {
    if (output === undefined) return [];
    const label = artifactType(spec, dag, output.producerTask, output.outputArtifactKey);
    return [[output.producerTask, label] as const];
  });
  const parameters = Object.values(inputs?.parameters ?? {}).flatMap((value) => {
    const { taskOutputParameter: output, taskFinalStatus: status } = value;
    if (status !== undefined) return [[status.producerTask, "final status"] as const];
    if (output === undefined) return [];
    const { producerTask, outputParameterKey } = output;
    const origin = outputOrigin({ spec, dag }, "parameters", producerTask, outputParameterKey);
    return [[producerTask, origin.key] as const];
  });
  return [...artifacts, ...parameters];
}

/** `Dataset` for `system.Dataset`; the output's name where the type has none. */
function artifactType(spec: PipelineSpec, dag: DagSpec, producer: string, key: string): string {
  const component = componentOf(spec, own(dag.tasks, producer));
  const output = own(component?.outputDefinitions?.artifacts, key);
  const type = output?.artifactType.schemaTitle?.replace(/^(system|google)\./, "");
  const name = type ?? outputOrigin({ spec, dag }, "artifacts", producer, key).key;
  return output?.isArtifactList === true ? `${name} list` : name;
}
