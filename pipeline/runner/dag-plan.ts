// Which tasks of a DAG wait for which: what is said (`dependentTasks`) and what follows from their inputs.
import type { DagSpec, PipelineTaskSpec } from "../ir/pipeline-spec.ts";

export interface DagPlan {
  /** Of each task, those that it waits for. */
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
  /** Of each task, those that wait for it. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** Exit handlers: they run whatever happens to the rest. */
  readonly exits: ReadonlySet<string>;
}

/** Names of tasks that the DAG does not have are left out: `checkSpec` reports them. */
export function planDag(dag: DagSpec): DagPlan {
  const upstreams = new Map<string, readonly string[]>();
  const dependents = new Map<string, string[]>(Object.keys(dag.tasks).map((name) => [name, []]));
  const exits = new Set<string>();
  for (const [name, task] of Object.entries(dag.tasks)) {
    const known = upstreamsOf(task).filter((upstream) => dependents.has(upstream));
    upstreams.set(name, known);
    for (const upstream of known) dependents.get(upstream)?.push(name);
    if (isExitTask(task)) exits.add(name);
  }
  return { upstreams, dependents, exits };
}

function upstreamsOf(task: PipelineTaskSpec): readonly string[] {
  const names = new Set(task.dependentTasks ?? []);
  for (const { taskOutputParameter, taskFinalStatus } of Object.values(task.inputs?.parameters ?? {})) {
    const producer = taskOutputParameter?.producerTask ?? taskFinalStatus?.producerTask;
    if (producer !== undefined) names.add(producer);
  }
  for (const { taskOutputArtifact } of Object.values(task.inputs?.artifacts ?? {})) {
    if (taskOutputArtifact !== undefined) names.add(taskOutputArtifact.producerTask);
  }
  return [...names];
}

/** `ALL_UPSTREAM_TASKS_COMPLETED`: it runs even if those it waits for failed. */
export function runsRegardless(task: PipelineTaskSpec): boolean {
  return task.triggerPolicy?.strategy === "ALL_UPSTREAM_TASKS_COMPLETED";
}

/**
 * The IR has no mark for the task of an exit handler, only the strategy, which `ignoreUpstreamFailure` sets too. An
 * exit task reads the final status of what it waits for, or waits for a group that compilers name `exit-handler-N`.
 */
function isExitTask(task: PipelineTaskSpec): boolean {
  if (!runsRegardless(task)) return false;
  const inputs = Object.values(task.inputs?.parameters ?? {});
  return (
    inputs.some(({ taskFinalStatus }) => taskFinalStatus !== undefined) ||
    (task.dependentTasks ?? []).some((name) => /^exit-handler-\d+$/.test(name))
  );
}

/** The tasks of a cycle in order, or `undefined` if there is none. */
export function findCycle(dag: DagSpec): readonly string[] | undefined {
  const { upstreams } = planDag(dag);
  const waiting = new Map([...upstreams].map(([name, names]) => [name, names.length]));
  const ready = [...waiting].flatMap(([name, count]) => (count === 0 ? [name] : []));
  const { dependents } = planDag(dag);
  for (const name of ready) {
    waiting.delete(name);
    for (const dependent of dependents.get(name) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  let [name] = waiting.keys();
  const path: string[] = [];
  while (name !== undefined && !path.includes(name)) {
    path.unshift(name);
    name = upstreams.get(name)?.find((upstream) => waiting.has(upstream));
  }
  return name === undefined ? undefined : path.slice(0, path.indexOf(name) + 1);
}

/** The seconds of a duration such as `60s`, in milliseconds. */
export function parseDuration(text: string | undefined): number {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text ?? "")?.[1];
  return seconds === undefined ? 0 : Number(seconds) * 1000;
}
