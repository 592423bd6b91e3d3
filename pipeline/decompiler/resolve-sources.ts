// Finds what the inputs of tasks come from: through all groups in between, to the task, the pipeline's input or the item.
import type { ParameterValueType, Source, ValueType } from "../dsl/graph.ts";
import { fieldType, itemType, listOf, typeOfConstants } from "../dsl/infer-type.ts";
import { own } from "../ir/json-object.ts";
import type { Json, TaskInputArtifact, TaskInputParameter } from "../ir/pipeline-spec.ts";
import { definitionKey, type FileContext, hintOf } from "./file-context.ts";
import { groupOutputs, type Kind, selectedOutputs } from "./group-outputs.ts";
import { artifactType, inputParameterType, parameterType } from "./raise-definitions.ts";
import type { Scope, ScopeMember } from "./scope.ts";
import { fieldHint, itemHint, type TypeHint } from "./type-hints.ts";

/** `undefined`: no handle can say where it comes from. */
export function resolveParameter(scope: Scope, input: TaskInputParameter): Source | undefined {
  const { parameterExpressionSelector: selector } = input;
  const root = resolveRoot(scope, input);
  const fields = selector === undefined ? [] : fieldsIn(selector);
  if (root === undefined || fields === undefined) return undefined;
  return fields.reduce(
    (of, name): Source => ({ kind: "field", of, name, type: fieldType(of.type, name) }),
    root,
  );
}

function resolveRoot(scope: Scope, input: TaskInputParameter): Source | undefined {
  const { componentInputParameter, taskOutputParameter: output, taskFinalStatus: status } = input;
  if (componentInputParameter !== undefined) return scopeInput(scope, "parameters", componentInputParameter);
  if (output !== undefined) {
    return outputSource(scope, output.producerTask, "parameters", output.outputParameterKey);
  }
  const member = status && scope.members.get(status.producerTask);
  if (member === undefined) return undefined;
  const type: ParameterValueType = { kind: "parameter", type: "TASK_FINAL_STATUS" };
  return { kind: "status", pipeline: scope.pipeline.identity, node: member.id, type };
}

export function resolveArtifact(scope: Scope, input: TaskInputArtifact): Source | undefined {
  const { componentInputArtifact, taskOutputArtifact: output } = input;
  if (componentInputArtifact !== undefined) return scopeInput(scope, "artifacts", componentInputArtifact);
  return output && outputSource(scope, output.producerTask, "artifacts", output.outputArtifactKey);
}

/** `parseJson(string_value)["a"]["b"]` is `["a", "b"]`. */
function fieldsIn(selector: string): readonly string[] | undefined {
  const match = /^parseJson\(string_value\)((?:\["(?:[^"\\]|\\.)*"\])+)$/.exec(selector);
  if (match === null) return undefined;
  try {
    return (match[1] ?? "").match(/"(?:[^"\\]|\\.)*"/g)?.map((name) => JSON.parse(name) as string);
  } catch {
    return undefined; // an escape that JSON does not have
  }
}

/** What an input of a DAG is: an input of the pipeline, or what the group was given by the DAG around it. */
export function scopeInput(scope: Scope, kind: Kind, name: string): Source | undefined {
  const key = `${kind} ${name}`;
  if (!scope.inputs.has(key)) scope.inputs.set(key, findScopeInput(scope, kind, name));
  return scope.inputs.get(key);
}

function findScopeInput(scope: Scope, kind: Kind, name: string): Source | undefined {
  const { within, pipeline } = scope;
  if (within === undefined) {
    const type = inputType(scope, kind, name);
    return type && { kind: "input", pipeline: pipeline.identity, name, type };
  }
  const { member, scope: around } = within;
  const { task } = member;
  const item = task.parameterIterator?.itemInput ?? task.artifactIterator?.itemInput;
  if (item === name) {
    const type = loopItemType(around, member);
    return type && { kind: "item", pipeline: pipeline.identity, node: member.id, type };
  }
  if (kind === "parameters") {
    const input = own(task.inputs?.parameters, name);
    return input && resolveParameter(around, input);
  }
  const input = own(task.inputs?.artifacts, name);
  return input && resolveArtifact(around, input);
}

function inputType({ component, pipeline }: Scope, kind: Kind, name: string): ValueType | undefined {
  const { inputDefinitions: inputs } = component;
  if (kind === "artifacts") {
    const artifact = own(inputs?.artifacts, name);
    return artifact && artifactType(artifact.artifactType, artifact.isArtifactList);
  }
  const parameter = own(inputs?.parameters, name);
  const hint = pipeline.file.hints.get(`inputs ${pipeline.key} ${name}`);
  return parameter && inputParameterType(parameter, hint);
}

/** What a loop goes over: constants, or a value of the DAG around it. */
export function loopItems(
  around: Scope,
  { task, id }: ScopeMember,
):
  | { readonly kind: "constant"; readonly values: readonly Json[] }
  | { readonly kind: "source"; readonly source: Source }
  | undefined {
  const { parameterIterator: parameters, artifactIterator: artifacts } = task;
  if (parameters?.items.raw !== undefined) {
    return { kind: "constant", values: JSON.parse(parameters.items.raw) as readonly Json[] }; // a list, as was made sure
  }
  const name = parameters?.items.inputParameter ?? artifacts?.items.inputArtifact;
  const scope = around.pipeline.nodes.get(id)?.member.scope;
  if (name === undefined || scope === undefined) return undefined;
  const source = scopeInput(scope, parameters ? "parameters" : "artifacts", name);
  return source && { kind: "source", source };
}

function loopItemType(around: Scope, member: ScopeMember): ValueType | undefined {
  const items = loopItems(around, member);
  if (items === undefined) return undefined;
  return items.kind === "constant" ? typeOfConstants(items.values) : itemType(items.source.type);
}

function outputSource(scope: Scope, producer: string, kind: Kind, key: string): Source | undefined {
  const member = scope.members.get(producer);
  if (member === undefined) return undefined;
  const output = member.scope === undefined ? key : groupOutputs(member.scope).get(key);
  const type = outputType(scope, member, kind, key);
  if (output === undefined || type === undefined) return undefined;
  return { kind: "output", pipeline: scope.pipeline.identity, node: member.id, output, type };
}

/** Of a task as its component declares it, of a group what its tasks make. */
function outputType(around: Scope, member: ScopeMember, kind: Kind, key: string): ValueType | undefined {
  const { component, task, scope } = member;
  if (scope !== undefined) {
    const [selected] = selectedOutputs(scope, kind, key);
    const inner = selected && scope.members.get(selected.task);
    const type = inner && outputType(scope, inner, kind, selected.key);
    return type && member.kind === "loop" ? listOf(type) : type;
  }
  const declared = component.outputDefinitions;
  const isIterated = task.parameterIterator !== undefined || task.artifactIterator !== undefined;
  let type: ValueType | undefined;
  if (kind === "artifacts") {
    const artifact = own(declared?.artifacts, key);
    type = artifact && artifactType(artifact.artifactType, artifact.isArtifactList);
  } else {
    const parameter = own(declared?.parameters, key);
    type = parameter && parameterType(parameter.parameterType, outputHint(around, member, key));
  }
  return type && isIterated ? listOf(type) : type;
}

// Hints

/** What is learnt of a value's type is kept where it comes from; constants have types of their own. */
export function hintOfSource(scope: Scope, source: Source): TypeHint | undefined {
  const { file, key } = scope.pipeline;
  switch (source.kind) {
    case "input":
      return hintOf(file, `inputs ${key} ${source.name}`);
    case "field": {
      const of = hintOfSource(scope, source.of);
      return of && fieldHint(of, source.name);
    }
    case "item": {
      const found = scope.pipeline.nodes.get(source.node);
      const items = found && loopItems(found.scope, found.member);
      const list = items?.kind === "source" ? hintOfSource(scope, items.source) : undefined;
      return list && itemHint(list);
    }
    case "output": {
      const found = scope.pipeline.nodes.get(source.node);
      return found && hintOfOutput(found.scope, found.member, source.output);
    }
    case "cast":
    case "status":
      return undefined;
    default:
      return source satisfies never;
  }
}

function hintOfOutput(scope: Scope, member: ScopeMember, output: string): TypeHint | undefined {
  const { file } = scope.pipeline;
  if (member.scope === undefined) return hintOf(file, outputHintKey(file, member, output));
  const [key] = [...groupOutputs(member.scope)].find(([, name]) => name === output) ?? [];
  const selected = key === undefined ? [] : selectedOutputs(member.scope, "parameters", key);
  const [first] = selected;
  const inner = first && member.scope.members.get(first.task);
  if (first === undefined || inner === undefined) return undefined;
  const name = inner.scope ? groupOutputs(inner.scope).get(first.key) : first.key;
  const hint = name === undefined ? undefined : hintOfOutput(member.scope, inner, name);
  // What is said of a collected list is said of what a task in the loop makes.
  return hint && member.kind === "loop" ? { types: new Set(), fields: new Map(), item: hint } : hint;
}

function outputHint({ pipeline }: Scope, member: ScopeMember, output: string): TypeHint | undefined {
  return pipeline.file.hints.get(outputHintKey(pipeline.file, member, output));
}

export function outputHintKey(file: FileContext, { key }: ScopeMember, output: string): string {
  return `outputs ${definitionKey(file, key)} ${output}`;
}
