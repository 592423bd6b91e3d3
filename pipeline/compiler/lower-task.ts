// Turns a task of the graph into a task of the IR.
import type { IteratorSettings, Source, TaskSettings } from "../dsl/graph.ts";
import type { CachingOptions, PipelineTaskSpec, RetryPolicy } from "../ir/pipeline-spec.ts";
import type { Dag, GroupDag, TaskMember } from "./dag.ts";
import { itemsText } from "./json-text.ts";
import { lowerBranchCondition } from "./lower-condition.ts";
import type { Lowering } from "./lowering.ts";
import { upstreamMember } from "./order-tasks.ts";
import { secondsText } from "./quantities.ts";
import { addArgument, addSource, emptyInputs, type TaskInputs, taskInputs } from "./task-inputs.ts";
import { itemInput, threadedInput } from "./thread-inputs.ts";

/** `inputs` may hold more than the arguments: what the executor's placeholders need. */
export function lowerTask(
  lowering: Lowering,
  task: TaskMember,
  component: string,
  inputs: TaskInputs,
): PipelineTaskSpec {
  const { settings } = task.node;
  const exit = task.exitOf?.name;
  const condition = settings.condition === undefined ? {} : { condition: settings.condition };
  const completed = exit !== undefined || settings.ignoreUpstreamFailure;
  const triggerPolicy = {
    ...condition,
    ...(completed && { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" as const }),
  };
  return {
    ...taskInfo(settings.displayName ?? task.name),
    componentRef: { name: component },
    ...taskInputs(inputs),
    ...dependentTasks(lowering, task, [...inputs.producers, ...(exit === undefined ? [] : [exit])]),
    cachingOptions: lowerCaching(settings.caching),
    ...(Object.keys(triggerPolicy).length > 0 && { triggerPolicy }),
    ...(settings.retry && { retryPolicy: lowerRetry(settings.retry) }),
    ...(settings.iterator && lowerIterator(settings.iterator)),
  };
}

/** What the task is given by its author. */
export function argumentsOf(lowering: Lowering, dag: Dag, { node }: TaskMember): TaskInputs {
  const inputs = emptyInputs();
  for (const [name, argument] of Object.entries({ ...node.arguments, ...node.undeclared })) {
    addArgument(lowering, dag, inputs, name, argument);
  }
  return inputs;
}

/** The task that a group is in the DAG around it. */
export function lowerGroup(
  lowering: Lowering,
  dag: Dag,
  group: GroupDag,
  component: string,
): PipelineTaskSpec {
  const inputs = emptyInputs();
  for (const { name, source } of lowering.threads.get(group)?.byKey.values() ?? []) {
    addSource(lowering, dag, inputs, name, source);
  }
  return {
    ...taskInfo(group.settings.displayName ?? group.name),
    componentRef: { name: component },
    ...taskInputs(inputs),
    ...dependentTasks(lowering, group, inputs.producers),
    ...trigger(lowering, group),
    ...iterator(lowering, group),
  };
}

function trigger(lowering: Lowering, group: GroupDag): Pick<PipelineTaskSpec, "triggerPolicy"> {
  if (group.kind !== "branch") return {};
  const inputName = (source: Source) => threadedInput(lowering.plan, lowering.threads, group, source).name;
  return {
    triggerPolicy: { condition: lowerBranchCondition(group.before, group.branch.condition, inputName) },
  };
}

function iterator(
  { plan, threads }: Lowering,
  group: GroupDag,
): Pick<PipelineTaskSpec, "parameterIterator" | "artifactIterator" | "iteratorPolicy"> {
  if (group.kind !== "loop") return {};
  const { items, parallelism } = group.node;
  const iteratorPolicy =
    parallelism === undefined ? {} : { iteratorPolicy: { parallelismLimit: parallelism } };
  const item = itemInput(plan, threads, group);
  if (items.kind === "constant") {
    const raw = itemsText(items.values);
    return { parameterIterator: { itemInput: item, items: { raw } }, ...iteratorPolicy };
  }
  const { name } = threadedInput(plan, threads, group, items.source);
  if (items.source.type.kind === "parameter") {
    return { parameterIterator: { itemInput: item, items: { inputParameter: name } }, ...iteratorPolicy };
  }
  return { artifactIterator: { itemInput: item, items: { inputArtifact: name } }, ...iteratorPolicy };
}

function taskInfo(name: string): Pick<PipelineTaskSpec, "taskInfo"> {
  return name === "" ? {} : { taskInfo: { name } };
}

function lowerIterator(
  iterator: IteratorSettings,
): Pick<PipelineTaskSpec, "parameterIterator" | "artifactIterator" | "iteratorPolicy"> {
  const { itemInput, items, parallelism } = iterator;
  return {
    ...("inputArtifact" in items
      ? { artifactIterator: { itemInput, items } }
      : { parameterIterator: { itemInput, items } }),
    ...(parallelism !== undefined && { iteratorPolicy: { parallelismLimit: parallelism } }),
  };
}

function dependentTasks(
  lowering: Lowering,
  member: TaskMember | GroupDag,
  producers: readonly string[],
): Pick<PipelineTaskSpec, "dependentTasks"> {
  const only = member.kind === "task" ? member.node.waitsOnlyFor : undefined;
  const awaited = only?.flatMap((one) => upstreamMember(lowering.plan, one)?.name ?? []) ?? [
    ...producers,
    ...(lowering.orders.get(member) ?? []),
  ];
  const names = [...new Set(awaited)].sort();
  return names.length > 0 ? { dependentTasks: names } : {};
}

function lowerCaching({ enabled, key }: TaskSettings["caching"]): CachingOptions {
  return { ...(enabled && { enableCache: true }), ...(key !== undefined && { cacheKey: key }) };
}

/** With kfp's defaults, which its backend does not know by itself. */
function lowerRetry(retry: NonNullable<TaskSettings["retry"]>): RetryPolicy {
  const { maxRetryCount, backoffDuration = "0s", backoffFactor = 2, backoffMaxDuration = "3600s" } = retry;
  return {
    maxRetryCount,
    ...(backoffDuration !== null && { backoffDuration: secondsText(backoffDuration) }),
    ...(backoffFactor !== null && { backoffFactor }),
    ...(backoffMaxDuration !== null && { backoffMaxDuration: secondsText(backoffMaxDuration) }),
  };
}
