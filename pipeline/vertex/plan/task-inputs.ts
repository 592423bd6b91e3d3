// The inputs of a task as far as they are known: the runner's rules, over values that may not be there yet.
import { own } from "../../ir/json-object.ts";
import { convertParameter, typeOf } from "../../ir/parameter-types.ts";
import type { ComponentSpec, Json, PipelineTaskSpec, TaskInputParameter } from "../../ir/pipeline-spec.ts";
import { resolveJson } from "../../ir/placeholders.ts";
import { parseExpression } from "../../runner/scheduler/parameter-expression.ts";
import { constantOf } from "../../runner/scheduler/task-inputs.ts";
import { identity, jsonOf, knownParameters, openOf, unsettled, type Value, type Values } from "./value.ts";

export interface Surroundings {
  /** Of the pipeline. */
  readonly root: Values;
  /** Of the DAG that the task is in. */
  readonly parent: Values;
  /** Of a task beside it. */
  readonly outputsOf: (name: string) => Values;
}

/** What is left out is absent; defaults fill in. */
export function taskInputs(task: PipelineTaskSpec, component: ComponentSpec, around: Surroundings): Values {
  const parameters = new Map<string, Value>();
  const constants = new Map<string, Json>();
  for (const [name, input] of Object.entries(task.inputs?.parameters ?? {})) {
    const constant = constantOf(input.runtimeValue);
    if (constant !== undefined) {
      constants.set(name, constant);
      continue;
    }
    const value = givenParameter(input, around);
    if (value !== undefined) parameters.set(name, select(value, input.parameterExpressionSelector));
  }
  const artifacts = new Map<string, Value>();
  for (const [name, { taskOutputArtifact, componentInputArtifact }] of Object.entries(
    task.inputs?.artifacts ?? {},
  )) {
    const value =
      componentInputArtifact !== undefined
        ? around.parent.artifacts.get(componentInputArtifact)
        : around
            .outputsOf(taskOutputArtifact?.producerTask ?? "")
            .artifacts.get(taskOutputArtifact?.outputArtifactKey ?? "");
    if (value !== undefined) artifacts.set(name, value);
  }
  const given: Values = { parameters, artifacts };
  const filled = [...constants].map(([name, json]) => [name, fillIn(json, given)] as const);
  return { parameters: withDefaults(task, component, new Map([...parameters, ...filled])), artifacts };
}

function givenParameter(input: TaskInputParameter, around: Surroundings): Value | undefined {
  const { componentInputParameter, taskOutputParameter, taskFinalStatus, runtimeValue } = input;
  if (componentInputParameter !== undefined) return around.parent.parameters.get(componentInputParameter);
  if (taskOutputParameter !== undefined) {
    const { producerTask, outputParameterKey } = taskOutputParameter;
    return around.outputsOf(producerTask).parameters.get(outputParameterKey);
  }
  if (taskFinalStatus !== undefined) return { kind: "fresh", what: "the job's final status" };
  return around.root.parameters.get(runtimeValue?.runtimeParameter ?? "");
}

function select(value: Value, selector: string | undefined): Value {
  if (selector === undefined) return value;
  const json = jsonOf(value);
  if (json === undefined) {
    const known = identity(value);
    return known === undefined ? openOf([value]) : { kind: "same", token: `${known} ${selector}` };
  }
  try {
    return { kind: "known", json: parseExpression(selector)(json) };
  } catch {
    return { kind: "open", from: [] }; // the run will say what is wrong with it
  }
}

/** What only the run knows of itself, and no two runs have alike. */
const ofTheRun =
  /\{\{\$\.(pipeline_job_(?:name|uuid|resource_name|create_time_utc|schedule_time_utc)|pipeline_task_uuid)\}\}/;

/** Constants may name the task's other inputs; where one of those is not JSON yet, its token stands for its text. */
export function fillIn(constant: Json, given: Values): Value {
  const text = JSON.stringify(constant);
  if (!text.includes("{{$")) return { kind: "known", json: constant };
  const named = [
    ...text.matchAll(/inputs\.(parameters|artifacts)\[(?:'([^']*)'|\\?"([^"\\]*)\\?")\]/g),
  ].flatMap(([, kind, single, double]) => {
    const values = kind === "parameters" ? given.parameters : given.artifacts;
    const value = values.get(single ?? double ?? "");
    return value === undefined ? [] : [value];
  });
  const tokens = named.filter((value) => jsonOf(value) === undefined);
  if (tokens.some((value) => identity(value) === undefined)) {
    return unsettled({ kind: "list", items: tokens }).every(({ kind }) => kind !== "open")
      ? (tokens.find((value) => identity(value) === undefined) ?? openOf(tokens))
      : openOf(tokens);
  }
  const json = resolveJson(constant, {
    executorInput: { inputs: { parameterValues: knownParameters(given), artifacts: {} } },
    names: {},
  });
  const fresh = ofTheRun.exec(JSON.stringify(json))?.[1];
  if (fresh !== undefined) return { kind: "fresh", what: `{{$.${fresh}}}` };
  if (tokens.length === 0) return { kind: "known", json };
  return { kind: "same", token: `${JSON.stringify(json)} ${tokens.map(identity).join(" ")}` };
}

function withDefaults(
  task: PipelineTaskSpec,
  component: ComponentSpec,
  given: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const parameters = new Map(given);
  for (const [name, definition] of Object.entries(component.inputDefinitions?.parameters ?? {})) {
    if (task.parameterIterator?.itemInput === name) continue;
    const value = parameters.get(name);
    if (value === undefined || (value.kind === "known" && value.json === null)) {
      parameters.delete(name);
      const { defaultValue } = definition;
      if (defaultValue !== undefined && defaultValue !== null) {
        parameters.set(name, { kind: "known", json: defaultValue });
      }
    } else if (value.kind === "known") {
      parameters.set(name, {
        kind: "known",
        json: convertParameter(value.json, typeOf(definition)) ?? value.json,
      });
    }
  }
  return parameters;
}

/** The pipeline's own parameters, of which some have defaults. */
export function rootParameters(
  root: ComponentSpec,
  given: { readonly [name: string]: Json },
): ReadonlyMap<string, Value> {
  const task = { componentRef: { name: "" } };
  const known = Object.entries(given).map(
    ([name, json]) => [name, { kind: "known", json } as const] as const,
  );
  const declared = known.filter(([name]) => own(root.inputDefinitions?.parameters, name) !== undefined);
  return withDefaults(task, root, new Map(declared));
}
