// The inputs of a task, from its DAG's inputs, other tasks' outputs, constants and final statuses.
import { isDeepStrictEqual } from "node:util";
import { parseExpression } from "./parameter-expression.ts";
import type { Json, TaskInputParameter, Value, ValueOrRuntimeParameter } from "../../ir/pipeline-spec.ts";
import { resolveJson } from "../../ir/placeholders.ts";
import { convertParameter, describeType, typeOf } from "../../ir/parameter-types.ts";
import { type Artifact, toRuntimeArtifact, type Values } from "../values.ts";
import { isSecretName, maskParameters } from "../executors/secrets.ts";
import { finalStatusOf } from "./final-status.ts";
import type { Instance, Schedule } from "./schedule.ts";
import { isObject, own } from "../../ir/json-object.ts";

/** What cannot be had fails the task; the message goes into its error. */
export class InputError extends Error {}

/** Left-out optional inputs are absent, `null` counts as left out, defaults fill in. Throws `InputError`. */
export function resolveInputs(schedule: Schedule, instance: Instance): Values {
  const { inputs = {} } = instance.task;
  const parent = instance.parent?.inputs ?? { parameters: {}, artifacts: {} };
  const parameters = new Map<string, Json>();
  const constants = new Map<string, Json>();
  for (const [name, input] of Object.entries(inputs.parameters ?? {})) {
    const constant = constantOf(input.runtimeValue);
    const value = constant ?? givenParameter(schedule, instance, input, parent);
    if (value === undefined || value === null) continue;
    (constant === undefined ? parameters : constants).set(name, select(name, value, input));
  }
  const given = new Map<string, readonly Artifact[]>();
  for (const [name, input] of Object.entries(inputs.artifacts ?? {})) {
    const { taskOutputArtifact, componentInputArtifact } = input;
    const value =
      componentInputArtifact !== undefined
        ? own(parent.artifacts, componentInputArtifact)
        : own(
            sibling(instance, taskOutputArtifact?.producerTask)?.outputs.artifacts,
            taskOutputArtifact?.outputArtifactKey ?? "",
          );
    if (value !== undefined) given.set(name, value);
  }
  const artifacts = Object.fromEntries(given);
  fillInConstants(constants, parameters, artifacts, schedule, instance);
  return checkAgainstComponent(instance, parameters, artifacts);
}

function givenParameter(
  schedule: Schedule,
  instance: Instance,
  { componentInputParameter, taskOutputParameter, taskFinalStatus, runtimeValue }: TaskInputParameter,
  parent: Values,
): Json | undefined {
  if (componentInputParameter !== undefined) return own(parent.parameters, componentInputParameter);
  if (taskOutputParameter !== undefined) {
    const producer = sibling(instance, taskOutputParameter.producerTask);
    return own(producer?.outputs.parameters, taskOutputParameter.outputParameterKey);
  }
  if (runtimeValue?.runtimeParameter !== undefined) {
    return own(schedule.root.inputs.parameters, runtimeValue.runtimeParameter);
  }
  const watched = sibling(instance, taskFinalStatus?.producerTask);
  return watched === undefined ? undefined : finalStatusOf(watched, schedule.names);
}

function sibling(instance: Instance, name: string | undefined): Instance | undefined {
  return name === undefined ? undefined : instance.parent?.children.get(name);
}

/** What the pipeline's author wrote, and only that: a parameter of the run is a value and stays as it is. */
export function constantOf(value: ValueOrRuntimeParameter | undefined): Json | undefined {
  if (value?.constant !== undefined) return value.constant;
  return value?.constantValue === undefined ? undefined : oldConstant(value.constantValue);
}

/** Schema 2.0.0 writes 64-bit integers as text. */
function oldConstant({ intValue, doubleValue, stringValue }: Value): Json | undefined {
  return intValue === undefined ? (doubleValue ?? stringValue) : Number(intValue);
}

function select(name: string, value: Json, { parameterExpressionSelector }: TaskInputParameter): Json {
  if (parameterExpressionSelector === undefined) return value;
  try {
    return parseExpression(parameterExpressionSelector)(value);
  } catch (error) {
    const why = isSecretName(name)
      ? "its value does not have what is taken from it"
      : (error as Error).message;
    throw new InputError(`input "${name}": ${why}`);
  }
}

/** Constants may name the task's other inputs, and what is known of the run. */
function fillInConstants(
  constants: ReadonlyMap<string, Json>,
  parameters: Map<string, Json>,
  artifacts: { readonly [name: string]: readonly Artifact[] },
  schedule: Schedule,
  instance: Instance,
): void {
  if (constants.size === 0) return;
  const values = {
    executorInput: {
      inputs: {
        parameterValues: { ...Object.fromEntries(constants), ...Object.fromEntries(parameters) },
        artifacts: Object.fromEntries(
          Object.entries(artifacts).map(([name, list]) => [name, { artifacts: list.map(toRuntimeArtifact) }]),
        ),
      },
    },
    names: namesFor(schedule, instance),
  };
  for (const [name, constant] of constants) parameters.set(name, resolveJson(constant, values));
}

/** What stands for `{{$.NAME}}` in one task. */
export function namesFor(schedule: Schedule, instance: Instance): { readonly [name: string]: string } {
  return {
    ...schedule.names,
    pipeline_task_name: instance.name,
    pipeline_task_uuid: `${schedule.names.pipeline_job_uuid ?? ""}/${instance.path}`,
  };
}

function checkAgainstComponent(
  { component, task }: Instance,
  parameters: ReadonlyMap<string, Json>,
  artifacts: { readonly [name: string]: readonly Artifact[] },
): Values {
  const checked = new Map(parameters);
  for (const [name, definition] of Object.entries(component.inputDefinitions?.parameters ?? {})) {
    if (task.parameterIterator?.itemInput === name) continue;
    const value = checked.get(name) ?? definition.defaultValue;
    if (value === undefined || value === null) {
      // What a task configuration says is filled in where the task is started.
      if (definition.isOptional === true || definition.parameterType === "TASK_CONFIG") continue;
      throw new InputError(`input "${name}" has no value: what it comes from gave none`);
    }
    const fitting = fit(name, value, typeOf(definition));
    const { literals } = definition;
    if (literals !== undefined && !literals.some((literal) => isDeepStrictEqual(literal, fitting))) {
      throw new InputError(
        `input "${name}" is ${showValue(name, fitting)}, not one of ${JSON.stringify(literals)}`,
      );
    }
    checked.set(name, fitting);
  }
  for (const [name, { isOptional }] of Object.entries(component.inputDefinitions?.artifacts ?? {})) {
    if (isOptional === true || task.artifactIterator?.itemInput === name) continue;
    if (!Object.hasOwn(artifacts, name)) {
      throw new InputError(`input "${name}" has no artifact: what it comes from gave none`);
    }
  }
  return { parameters: Object.fromEntries(checked), artifacts };
}

export function fit(name: string, value: Json, type: ReturnType<typeof typeOf>): Json {
  const converted = convertParameter(value, type);
  if (converted !== undefined || type === undefined) return converted ?? value;
  throw new InputError(`input "${name}" is ${showValue(name, value)}, not ${describeType(type)}`);
}

/** For messages. */
export function showValue(name: string, value: Json): string {
  if (isSecretName(name)) return "***";
  const text = JSON.stringify(isObject(value) ? maskParameters(value) : value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
