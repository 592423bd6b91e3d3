// Follows what an input takes through the groups that only pass it on, to the parameter or task that it begins at.
import { objectOf, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { isObject, own, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";

export interface Traced {
  /** The DAG in which `source` is meant. */
  readonly dag: readonly string[];
  /** As an input of a task has it; `{ loopItem: "group/loop" }` is the item of a loop, whatever it is called. */
  readonly source: Json;
}

/** What compilers call the inputs and outputs of groups that only pass a value on. */
export function isChannel(key: Json | undefined): key is string {
  return typeof key === "string" && key.startsWith("pipelinechannel--");
}

/** Of more steps than there may be groups in groups, none is taken. */
const mostSteps = 200;

export function traceSource(file: CanonicalFile, dag: readonly string[], source: Json): Traced {
  if (!isObject(source)) return { dag, source };
  const { parameterExpressionSelector: selector, ...rest } = source;
  let at: Traced = { dag, source: rest };
  for (let step = 0; step < mostSteps; step += 1) {
    const next = outwards(file, at) ?? inwards(file, at);
    if (next === undefined) break;
    at = next;
  }
  return selector === undefined || !isObject(at.source)
    ? at
    : { ...at, source: { ...at.source, parameterExpressionSelector: selector } };
}

/** From the input of a group to what the group's task takes for it. */
function outwards(file: CanonicalFile, { dag, source }: Traced): Traced | undefined {
  const group = dag.at(-1);
  const { componentInputParameter, componentInputArtifact } = objectOf(source);
  const key = componentInputParameter ?? componentInputArtifact;
  if (group === undefined || !isChannel(key)) return undefined;
  const task = partAt(file, dag.slice(0, -1), group);
  if (iteratorOf(task)["itemInput"] === key) return { dag, source: { loopItem: dag.join("/") } };
  const of = componentInputParameter === undefined ? "artifacts" : "parameters";
  const outer = own(objectOf(objectOf(task["inputs"])[of]), key);
  if (!isObject(outer) || "parameterExpressionSelector" in outer) return undefined;
  return { dag: dag.slice(0, -1), source: outer };
}

/** From the output of a group to the task in it that makes it, if it is one. */
function inwards(file: CanonicalFile, { dag, source }: Traced): Traced | undefined {
  const taken = takenOutput(source);
  if (taken === undefined || !isChannel(taken.key)) return undefined;
  const inside = [...dag, taken.task];
  const outputs = objectOf(objectOf(partAt(file, inside)["dag"])["outputs"]);
  const made = producerOf(own(objectOf(outputs[taken.of]), taken.key));
  return made && { dag: inside, source: made };
}

/** The output of a task beside it that an input takes, if it takes one. */
export function takenOutput(source: Json) {
  const { taskOutputParameter, taskOutputArtifact } = objectOf(source);
  const { producerTask, outputParameterKey, outputArtifactKey } = objectOf(
    taskOutputParameter ?? taskOutputArtifact,
  );
  const key = outputParameterKey ?? outputArtifactKey;
  if (typeof producerTask !== "string" || typeof key !== "string") return undefined;
  const of = taskOutputParameter === undefined ? "artifacts" : "parameters";
  return { task: producerTask, of, key } as const;
}

/** An output of a DAG as an input would take it; absent if it is one of several. */
export function producerOf(output: Json | undefined): JsonObject | undefined {
  const { valueFromParameter, artifactSelectors } = objectOf(output);
  if (isObject(valueFromParameter)) {
    const { producerSubtask: producerTask, ...rest } = valueFromParameter;
    return { taskOutputParameter: { ...rest, ...(producerTask !== undefined && { producerTask }) } };
  }
  const [first, ...more] = Array.isArray(artifactSelectors) ? (artifactSelectors as readonly Json[]) : [];
  if (!isObject(first) || more.length > 0) return undefined;
  const { producerSubtask: producerTask, ...rest } = first;
  return { taskOutputArtifact: { ...rest, ...(producerTask !== undefined && { producerTask }) } };
}

export function iteratorOf(task: JsonObject): JsonObject {
  return objectOf(task["parameterIterator"] ?? task["artifactIterator"]);
}

/** `make.data`, `trials` or `item`: how a condition would say it. */
export function shortName({ source }: Traced, key: string): string {
  const { taskOutputParameter, componentInputParameter, loopItem } = objectOf(source);
  const field = /^parseJson\(string_value\)\["([^"\\]*)"\]$/.exec(
    String(objectOf(source)["parameterExpressionSelector"] ?? ""),
  )?.[1];
  const { producerTask, outputParameterKey } = objectOf(taskOutputParameter);
  const name =
    loopItem !== undefined
      ? "item"
      : typeof producerTask === "string" && typeof outputParameterKey === "string"
        ? `${producerTask}.${outputParameterKey}`
        : typeof componentInputParameter === "string"
          ? componentInputParameter
          : key;
  const plain = name.replace(/^pipelinechannel--/, "");
  return field === undefined ? plain : `${plain}.${field}`;
}
