// Tells which tasks of a DAG are groups that an author writes as bodies, by the form that kfp's SDK gives to them.
import { itemsText } from "../compiler/json-text.ts";
import type { ComponentSpec, DagSpec, Json, PipelineTaskSpec } from "../ir/pipeline-spec.ts";
import { branchConditions } from "./branch-conditions.ts";
import { componentOf, type FileContext, plainKey } from "./file-context.ts";
import { groupBy } from "../ir/group-by.ts";

export type MemberKind = "task" | "loop" | "branch" | "branches" | "exitHandler";

export interface Classified {
  readonly kind: MemberKind;
  readonly exit?: string;
  readonly exitOf?: string;
}

export function classify(
  file: FileContext,
  dag: DagSpec,
  isPlain: (task: string) => boolean,
): ReadonlyMap<string, Classified> {
  const kinds = new Map<string, Classified>();
  const names = Object.keys(dag.tasks);
  const exits = exitTasks(dag);
  for (const name of names) {
    const task = dag.tasks[name] as PipelineTaskSpec; // `name` is one of its tasks
    const kind = isPlain(name) ? "task" : groupKind(file, task);
    if (kind !== undefined) kinds.set(name, { kind });
  }
  for (const [handler, exit] of exits) {
    if (isPlain(handler) || isPlain(exit) || kinds.has(handler)) continue;
    const task = dag.tasks[handler] as PipelineTaskSpec; // as above
    if (!isGroup(componentOf(file, task.componentRef.name), task)) continue;
    if (task.triggerPolicy || task.parameterIterator || task.artifactIterator) continue;
    kinds.set(handler, { kind: "exitHandler", exit });
    kinds.set(exit, { kind: "task", exitOf: handler });
  }
  return kinds;
}

function groupKind(file: FileContext, task: PipelineTaskSpec): MemberKind | undefined {
  const component = componentOf(file, task.componentRef.name);
  if (!isGroup(component, task)) return undefined;
  const { triggerPolicy, parameterIterator, artifactIterator } = task;
  const isLoop = parameterIterator !== undefined || artifactIterator !== undefined;
  if (isLoop) return triggerPolicy === undefined && hasUsualItems(task) ? "loop" : undefined;
  if (triggerPolicy?.condition !== undefined) {
    const isSimple = triggerPolicy.strategy === undefined && component.dag !== undefined;
    return isSimple && isUsualCondition(triggerPolicy.condition) ? "branch" : undefined;
  }
  return isBranches(file, task.componentRef.name) ? "branches" : undefined;
}

/** The inputs of a group are values from around it, under names of kfp's making, and it has no settings. */
function isGroup(component: ComponentSpec, task: PipelineTaskSpec): boolean {
  const { inputDefinitions: inputs, dag, singlePlatformSpecs, taskConfigPassthroughs } = component;
  if (dag === undefined || Object.keys(dag.tasks).length === 0) return false;
  if (singlePlatformSpecs !== undefined || taskConfigPassthroughs !== undefined) return false;
  if (task.cachingOptions?.enableCache || task.cachingOptions?.cacheKey || task.retryPolicy) return false;
  const names = [...Object.keys(inputs?.parameters ?? {}), ...Object.keys(inputs?.artifacts ?? {})];
  const outputs = [
    ...Object.keys(dag.outputs?.parameters ?? {}),
    ...Object.keys(dag.outputs?.artifacts ?? {}),
  ];
  const given = Object.values(task.inputs?.parameters ?? {});
  return (
    [...names, ...outputs].every((name) => name.startsWith("pipelinechannel--")) &&
    given.every(({ runtimeValue }) => runtimeValue === undefined)
  );
}

/** Constants as kfp's SDK writes them, an input, or artifacts. */
function hasUsualItems({ parameterIterator }: PipelineTaskSpec): boolean {
  const raw = parameterIterator?.items.raw;
  if (raw === undefined) return true;
  try {
    const values = JSON.parse(raw) as Json; // JSON.parse gives nothing else
    return Array.isArray(values) && itemsText(values) === raw;
  } catch {
    return false;
  }
}

function isUsualCondition(condition: string): boolean {
  return branchConditions([condition]) !== undefined;
}

/** Every task in it is a branch, and each runs only if none before it does. */
function isBranches(file: FileContext, key: string): boolean {
  const tasks = branchOrder(componentOf(file, key).dag);
  if (tasks.length < 2) return false;
  const conditions = tasks.flatMap(([, { triggerPolicy }]) => triggerPolicy?.condition ?? []);
  if (tasks.some(([name]) => file.plain.has(plainKey(file, key, name)))) return false;
  return (
    conditions.length === tasks.length &&
    branchConditions(conditions) !== undefined &&
    tasks.every(
      ([, task]) => isGroup(componentOf(file, task.componentRef.name), task) && !task.dependentTasks?.length,
    )
  );
}

/** The tasks of a group of branches, the first to be asked first: each condition begins with all before it. */
export function branchOrder(dag: DagSpec | undefined): readonly (readonly [string, PipelineTaskSpec])[] {
  const length = (task: PipelineTaskSpec) => task.triggerPolicy?.condition?.length ?? 0;
  const number = (name: string) => Number(/-(\d+)$/.exec(name)?.[1] ?? 0);
  return Object.entries(dag?.tasks ?? {}).sort(
    ([a, left], [b, right]) => number(a) - number(b) || length(left) - length(right),
  );
}

/** By the group that they wait for: tasks that run whichever way that ended. */
function exitTasks(dag: DagSpec): ReadonlyMap<string, string> {
  const exits = Object.entries(dag.tasks).flatMap(([name, { dependentTasks, triggerPolicy, ...task }]) => {
    const [handler, ...more] = dependentTasks ?? [];
    const isExit =
      triggerPolicy?.strategy === "ALL_UPSTREAM_TASKS_COMPLETED" && triggerPolicy.condition === undefined;
    const isSingle = handler !== undefined && more.length === 0;
    return isExit && isSingle && !task.parameterIterator && !task.artifactIterator
      ? [[handler, name] as const]
      : [];
  });
  const counts = groupBy(exits, ([handler]) => handler);
  return new Map(exits.filter(([handler]) => counts.get(handler)?.length === 1));
}
