// Turns a task of the IR that calls a component into a call as the DSL records it.
import { secondsText } from "../compiler/quantities.ts";
import { mismatch, typeOfComposite } from "../compiler/type-mismatch.ts";
import type {
  Argument,
  ComponentDefinition,
  Composite,
  InputDefinition,
  IteratorSettings,
  Source,
  TaskNode,
  TaskSettings,
} from "../dsl/graph.ts";
import { mapEntries } from "../dsl/map-entries.ts";
import { own } from "../ir/json-object.ts";
import type { PipelineTaskSpec, TaskInputParameter } from "../ir/pipeline-spec.ts";
import { branchConditions } from "./branch-conditions.ts";
import { taskEnv } from "./component-env.ts";
import { executorOf, plainKey, platformConfigs } from "./file-context.ts";
import { fitted } from "./fit-type.ts";
import { type ChannelSource, raiseConstant } from "./raise-constant.ts";
import { raiseExecuted, raiseImporter } from "./raise-component.ts";
import { raisePlatform } from "./raise-platform.ts";
import { raiseResources } from "./raise-resources.ts";
import { resolveArtifact, resolveParameter } from "./resolve-sources.ts";
import type { Scope, ScopeMember } from "./scope.ts";
import { isOwnStatus, waits } from "./waits.ts";

/** Gives the graph of a pipeline that is called as a component. */
export type RaiseCalled = (scope: Scope, member: ScopeMember) => ComponentDefinition;

export function raiseTask(scope: Scope, member: ScopeMember, raiseCalled: RaiseCalled): TaskNode {
  const { file } = scope.pipeline;
  const isPlain = file.plain.has(plainKey(file, scope.key, member.name));
  const component = calledComponent(scope, member, isPlain, raiseCalled);
  const { parameters = {}, artifacts = {} } = member.task.inputs ?? {};
  const channels = isPlain ? noChannels : channelsOf(scope, member, component);
  const given = [
    ...Object.entries(artifacts).map(([name, input]): [string, Argument | undefined] => {
      const source = resolveArtifact(scope, input);
      const wanted = own(component.inputs, name)?.type;
      return [name, source && (wanted ? fitted(source, wanted) : source)];
    }),
    ...Object.entries(parameters).map(([name, input]): [string, Argument | undefined] => [
      name,
      isOwnStatus(member, input)
        ? raiseParameter(scope, own(component.inputs, name), input, channels)
        : { kind: "raw", input },
    ]),
  ].filter((entry): entry is [string, Argument] => entry[1] !== undefined);
  const settings = raiseSettings(scope, member, channels); // which may use channels as well
  const isDeclared = ([name]: readonly [string, Argument]) => Object.hasOwn(component.inputs, name);
  return {
    kind: "task",
    id: member.id,
    name: member.name,
    component,
    arguments: Object.fromEntries(given.filter(isDeclared)),
    ...omittedInputs(component, member),
    undeclared: Object.fromEntries(
      given.filter((entry) => !isDeclared(entry) && !channels.used.has(entry[0])),
    ),
    ...waits(scope, member, settings),
  };
}

function omittedInputs({ inputs }: ComponentDefinition, { task }: ScopeMember): Pick<TaskNode, "omitted"> {
  const item = task.parameterIterator?.itemInput ?? task.artifactIterator?.itemInput;
  const given = { ...task.inputs?.parameters, ...task.inputs?.artifacts };
  const omitted = Object.entries(inputs)
    .filter(([, { optional, default: value }]) => !optional && value === undefined)
    .map(([name]) => name)
    .filter((name) => !Object.hasOwn(given, name) && name !== item);
  return omitted.length > 0 ? { omitted } : {};
}

function calledComponent(
  scope: Scope,
  member: ScopeMember,
  isPlain: boolean,
  raiseCalled: RaiseCalled,
): ComponentDefinition {
  const { file } = scope.pipeline;
  const { key, component } = member;
  if (component.dag !== undefined) return raiseCalled(scope, member);
  const importer = isPlain ? undefined : raiseImporter(file, key, component);
  // An address that is part of the importer is given to the task as well.
  const uri = own(member.task.inputs?.parameters, "uri")?.runtimeValue?.constant;
  const isUsual = importer !== undefined && (importer.uri === undefined || importer.uri === uri);
  return isUsual ? importer : raiseExecuted(file, key, component, isPlain);
}

/** The inputs that a task has for placeholders only, and which of them are spoken for. */
interface Channels {
  readonly used: ReadonlySet<string>;
  readonly sourceOf: ChannelSource;
}

function channelsOf(scope: Scope, { task }: ScopeMember, { inputs }: ComponentDefinition): Channels {
  const used = new Set<string>();
  const sourceOf = (name: string): Source | undefined => {
    if (!name.startsWith("pipelinechannel--") || Object.hasOwn(inputs, name)) return undefined;
    const input = own(task.inputs?.parameters, name);
    const source = input && resolveParameter(scope, input);
    if (source !== undefined) used.add(name);
    return source;
  };
  return { used, sourceOf };
}

/** Of a task that is written as the IR has it: placeholders stay text. */
const noChannels: Channels = { used: new Set(), sourceOf: () => undefined };

function raiseParameter(
  scope: Scope,
  declared: InputDefinition | undefined,
  input: TaskInputParameter,
  channels: Channels,
): Argument {
  const { runtimeValue, parameterExpressionSelector } = input;
  const constant = parameterExpressionSelector === undefined ? runtimeValue?.constant : undefined;
  if (constant !== undefined) {
    const value = raiseConstant(constant, channels.sourceOf);
    const type = declared?.type;
    if (value !== undefined && (type === undefined || fitsComposite(value, type))) {
      return { kind: "composite", value };
    }
    const isWrong = type?.kind === "parameter" && mismatch(constant, type) !== undefined;
    return isWrong ? { kind: "raw", input } : { kind: "constant", value: constant };
  }
  const source = resolveParameter(scope, input);
  if (source === undefined) return { kind: "raw", input };
  return declared ? fitted(source, declared.type) : source;
}

function fitsComposite(value: Composite, type: InputDefinition["type"]): boolean {
  return type.kind === "parameter" && type.type === typeOfComposite(value);
}

function raiseSettings(scope: Scope, member: ScopeMember, channels: Channels): TaskSettings {
  const { file } = scope.pipeline;
  const { task, component } = member;
  const { container } = executorOf(file, component) ?? {};
  const { cachingOptions: caching, triggerPolicy, retryPolicy, taskInfo } = task;
  const platforms = mapEntries(platformConfigs(file, component), (config, name) =>
    raisePlatform(scope, name, config),
  );
  const iterator = raiseIterator(task);
  return {
    ...(taskInfo?.name !== member.name && { displayName: taskInfo?.name ?? "" }),
    after: [],
    caching: {
      enabled: caching?.enableCache ?? false,
      ...(caching?.cacheKey !== undefined && { key: caching.cacheKey }),
    },
    ...(retryPolicy && { retry: raiseRetry(retryPolicy) }),
    ...raiseResources(container?.resources, channels.sourceOf),
    env: taskEnv(file, member.key),
    ignoreUpstreamFailure:
      triggerPolicy?.strategy === "ALL_UPSTREAM_TASKS_COMPLETED" && member.exitOf === undefined,
    ...(triggerPolicy?.condition && raiseCel(triggerPolicy.condition)),
    ...(iterator && { iterator }),
    platforms,
  };
}

function raiseCel(condition: string): Pick<TaskSettings, "condition" | "isUncheckedCondition"> {
  return { condition, ...(branchConditions([condition]) === undefined && { isUncheckedCondition: true }) };
}

function raiseRetry(
  policy: NonNullable<PipelineTaskSpec["retryPolicy"]>,
): NonNullable<TaskSettings["retry"]> {
  const { maxRetryCount = 0, backoffDuration, backoffFactor, backoffMaxDuration } = policy;
  const isDefault = (value: string | undefined, seconds: string) =>
    value !== undefined && secondsText(value) === seconds;
  return {
    maxRetryCount,
    ...(!isDefault(backoffDuration, "0s") && { backoffDuration: backoffDuration ?? null }),
    ...(backoffFactor !== 2 && { backoffFactor: backoffFactor || null }), // 0 is the proto's way to say nothing
    ...(!isDefault(backoffMaxDuration, "3600s") && { backoffMaxDuration: backoffMaxDuration ?? null }),
  };
}

function raiseIterator(task: PipelineTaskSpec): IteratorSettings | undefined {
  const { parameterIterator, artifactIterator, iteratorPolicy } = task;
  const limit = iteratorPolicy?.parallelismLimit;
  const parallelism = limit === undefined || limit === 0 ? {} : { parallelism: limit };
  if (artifactIterator) {
    return { itemInput: artifactIterator.itemInput, items: artifactIterator.items, ...parallelism };
  }
  if (parameterIterator === undefined) return undefined;
  const { itemInput, items } = parameterIterator;
  const { raw, inputParameter = "" } = items;
  return { itemInput, items: raw === undefined ? { inputParameter } : { raw }, ...parallelism };
}
