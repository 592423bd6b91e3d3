// What the inputs of a component are to a reader: `pipelinechannel--train-model` in a group to `train.model`, which its
// author wrote.
import type {
  ComponentSpec,
  DagSpec,
  Json,
  PipelineSpec,
  PipelineTaskSpec,
  TaskInputParameter,
} from "../pipeline-spec.ts";
import { own } from "../json-object.ts";

/** By the names of a component's inputs. */
export interface ValueNames {
  readonly parameters: ReadonlyMap<string, string>;
  readonly artifacts: ReadonlyMap<string, string>;
}

/** The pipeline's own inputs have their own names. */
export const noNames: ValueNames = { parameters: new Map(), artifacts: new Map() };

interface Place {
  readonly spec: PipelineSpec;
  readonly dag: DagSpec;
  /** Of the inputs of the component that `dag` is of. */
  readonly names: ValueNames;
}

/** Names of the inputs of the component that `task` calls, an iterator's item among them. */
export function namesInTask(place: Place, task: PipelineTaskSpec): ValueNames {
  const parameters = new Map(
    Object.entries(task.inputs?.parameters ?? {}).map(([key, value]) => [key, parameterName(place, value)]),
  );
  const artifacts = new Map(
    Object.entries(task.inputs?.artifacts ?? {}).map(([key, value]) => {
      const { taskOutputArtifact: output, componentInputArtifact: input } = value;
      if (output === undefined) return [key, nameOf(place.names.artifacts, input ?? key)];
      return [key, outputName(place, "artifacts", output.producerTask, output.outputArtifactKey)];
    }),
  );
  const { parameterIterator, artifactIterator } = task;
  const inner = { parameters, artifacts };
  if (parameterIterator !== undefined) parameters.set(parameterIterator.itemInput, itemName(task, inner));
  if (artifactIterator !== undefined) artifacts.set(artifactIterator.itemInput, itemName(task, inner));
  return inner;
}

/** What a loop goes over, as `trials` or `[1, 2]`. */
export function listName(task: PipelineTaskSpec, names: ValueNames): string {
  const { parameterIterator, artifactIterator } = task;
  if (artifactIterator !== undefined) return nameOf(names.artifacts, artifactIterator.items.inputArtifact);
  const { inputParameter, raw } = parameterIterator?.items ?? {};
  return inputParameter === undefined ? (raw ?? "[]") : nameOf(names.parameters, inputParameter);
}

export function nameOf(names: ReadonlyMap<string, string>, key: string): string {
  return names.get(key) ?? withoutPrefix(key);
}

/** The name that the producing component gives to an output: groups pass it on under names of their own. */
export function outputOrigin(
  { spec, dag }: Pick<Place, "spec" | "dag">,
  kind: "parameters" | "artifacts",
  producer: string,
  key: string,
): { readonly task: string; readonly key: string } {
  let at = { dag, task: producer, key };
  let shown = producer;
  let isOne = true;
  // A group's output leads to a group inside it; components that contain themselves would lead on for ever.
  for (let depth = 0; depth < 100; depth += 1) {
    const inner = componentOf(spec, own(at.dag.tasks, at.task))?.dag;
    const selectors = inner === undefined ? [] : selectorsOf(inner, kind, at.key);
    const [first] = selectors;
    if (inner === undefined || first === undefined) break;
    at = { dag: inner, ...first };
    isOne &&= selectors.length === 1;
    if (isOne) shown = at.task;
  }
  return { task: shown, key: withoutPrefix(at.key) };
}

/** Where an output of a DAG comes from: of several, one runs. */
export function selectorsOf(
  { outputs }: DagSpec,
  kind: "parameters" | "artifacts",
  key: string,
): readonly { readonly task: string; readonly key: string }[] {
  if (kind === "artifacts") {
    const selectors = own(outputs?.artifacts, key)?.artifactSelectors ?? [];
    return selectors.map((from) => ({ task: from.producerSubtask, key: from.outputArtifactKey }));
  }
  const { valueFromOneof, valueFromParameter } = own(outputs?.parameters, key) ?? {};
  const selectors = valueFromOneof?.parameterSelectors ?? (valueFromParameter ? [valueFromParameter] : []);
  return selectors.map((from) => ({ task: from.producerSubtask, key: from.outputParameterKey }));
}

export function componentOf(
  spec: PipelineSpec,
  task: PipelineTaskSpec | undefined,
): ComponentSpec | undefined {
  return task === undefined ? undefined : own(spec.components, task.componentRef.name);
}

function outputName(place: Place, kind: "parameters" | "artifacts", producer: string, key: string): string {
  const origin = outputOrigin(place, kind, producer, key);
  return `${origin.task}.${origin.key}`;
}

function parameterName(place: Place, value: TaskInputParameter): string {
  const field = /^parseJson\(string_value\)\["(.*)"\]$/s.exec(value.parameterExpressionSelector ?? "")?.[1];
  return field === undefined ? sourceName(place, value) : `${sourceName(place, value)}.${field}`;
}

function sourceName(place: Place, value: TaskInputParameter): string {
  const { taskOutputParameter: output, componentInputParameter: input, taskFinalStatus: status } = value;
  if (output !== undefined) {
    return outputName(place, "parameters", output.producerTask, output.outputParameterKey);
  }
  if (input !== undefined) return nameOf(place.names.parameters, input);
  if (status !== undefined) return `status of ${status.producerTask}`;
  const { constant, runtimeParameter, constantValue } = value.runtimeValue ?? {};
  const { stringValue, intValue, doubleValue } = constantValue ?? {};
  return runtimeParameter ?? literal(constant ?? stringValue ?? intValue ?? doubleValue ?? null);
}

function literal(value: Json): string {
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value);
}

function itemName(task: PipelineTaskSpec, names: ValueNames): string {
  const isConstant = task.parameterIterator?.items.raw !== undefined;
  return isConstant ? "item" : `item of ${listName(task, names)}`;
}

function withoutPrefix(key: string): string {
  return key.replace(/^pipelinechannel--/, "");
}
