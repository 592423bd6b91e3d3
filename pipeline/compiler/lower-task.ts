// Turns a task of the graph into a task of the IR.
import type { Source, TaskSettings } from "../dsl/graph.ts";
import type {
  CachingOptions,
  PipelineTaskSpec,
  RetryPolicy,
  TaskInputArtifact,
  TaskInputParameter,
  TaskInputsSpec,
} from "../ir/pipeline-spec.ts";
import type { Dag, GroupDag, TaskMember } from "./dag.ts";
import { jsonText } from "./json-text.ts";
import { lowerBranchCondition } from "./lower-condition.ts";
import { byKind } from "./lower-definitions.ts";
import type { Lowering } from "./lowering.ts";
import { secondsText } from "./quantities.ts";
import { resolveSource } from "./resolve-source.ts";
import { itemInput, threadedInput } from "./thread-inputs.ts";

export function lowerTask(
  lowering: Lowering,
  dag: Dag,
  task: TaskMember,
  component: string,
): PipelineTaskSpec {
  const { settings } = task.node;
  const inputs = emptyInputs();
  for (const [name, argument] of Object.entries(task.node.arguments)) {
    if (argument.kind === "constant") {
      inputs.parameters[name] = { runtimeValue: { constant: argument.value } };
    } else {
      addSource(lowering, dag, inputs, name, argument);
    }
  }
  const exit = task.exitOf?.name;
  return {
    taskInfo: { name: settings.displayName ?? task.name },
    componentRef: { name: component },
    ...taskInputs(inputs),
    ...dependentTasks(lowering, task, [...inputs.producers, ...(exit === undefined ? [] : [exit])]),
    cachingOptions: lowerCaching(settings.caching),
    ...((exit !== undefined || settings.ignoreUpstreamFailure) && {
      triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" as const },
    }),
    ...(settings.retry && { retryPolicy: lowerRetry(settings.retry) }),
  };
}

/** The task that a group is in the DAG around it. */
export function lowerGroup(
  lowering: Lowering,
  dag: Dag,
  group: GroupDag,
  component: string,
): PipelineTaskSpec {
  const inputs = emptyInputs();
  for (const { name, source } of lowering.threads.get(group)?.values() ?? []) {
    addSource(lowering, dag, inputs, name, source);
  }
  return {
    taskInfo: { name: group.name },
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
    const raw = jsonText(items.values, true);
    return { parameterIterator: { itemInput: item, items: { raw } }, ...iteratorPolicy };
  }
  const { name } = threadedInput(plan, threads, group, items.source);
  if (items.source.type.kind === "parameter") {
    return { parameterIterator: { itemInput: item, items: { inputParameter: name } }, ...iteratorPolicy };
  }
  return { artifactIterator: { itemInput: item, items: { inputArtifact: name } }, ...iteratorPolicy };
}

interface Inputs {
  readonly parameters: { [name: string]: TaskInputParameter };
  readonly artifacts: { [name: string]: TaskInputArtifact };
  readonly producers: string[];
}

function emptyInputs(): Inputs {
  return { parameters: {}, artifacts: {}, producers: [] };
}

function addSource(
  { plan, threads }: Lowering,
  dag: Dag,
  inputs: Inputs,
  name: string,
  source: Source,
): void {
  const resolved = resolveSource(plan, threads, dag, source);
  if (resolved.kind === "parameter") inputs.parameters[name] = resolved.input;
  else inputs.artifacts[name] = resolved.input;
  if (resolved.producer !== undefined) inputs.producers.push(resolved.producer);
}

function taskInputs({ parameters, artifacts }: Inputs): { readonly inputs?: TaskInputsSpec } {
  const inputs = byKind(parameters, artifacts);
  return inputs ? { inputs } : {};
}

function dependentTasks(
  lowering: Lowering,
  member: TaskMember | GroupDag,
  producers: readonly string[],
): Pick<PipelineTaskSpec, "dependentTasks"> {
  const names = [...new Set([...producers, ...(lowering.orders.get(member) ?? [])])].sort();
  return names.length > 0 ? { dependentTasks: names } : {};
}

function lowerCaching({ enabled, key }: TaskSettings["caching"]): CachingOptions {
  if (!enabled) return {};
  return { enableCache: true, ...(key !== undefined && { cacheKey: key }) };
}

/** With kfp's defaults, which its backend does not know by itself. */
function lowerRetry(retry: NonNullable<TaskSettings["retry"]>): RetryPolicy {
  const { maxRetryCount, backoffDuration = "0s", backoffFactor = 2, backoffMaxDuration = "3600s" } = retry;
  return {
    maxRetryCount,
    backoffDuration: secondsText(backoffDuration),
    backoffFactor,
    backoffMaxDuration: secondsText(backoffMaxDuration),
  };
}
