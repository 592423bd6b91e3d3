// A run's events to its tasks: each with its attempts, times, outputs and what became of it.
import type { KeptEvent, TaskFinished, TaskRetrying, TaskStarted } from "../events.ts";
import { noValues } from "../values.ts";
import { type AttemptRecord, parentPath, type RecordedTaskState, type TaskRecord } from "./run-record.ts";

interface OpenTask {
  readonly path: string;
  name: string;
  type: TaskRecord["type"];
  attempts: AttemptRecord[];
  iterations: number | undefined;
  retrying: boolean;
  finished: TaskFinished | undefined;
}

export interface TaskRecordOptions {
  /** When whatever has not ended is taken to have been looked at last. */
  readonly until: number;
  /** Of tasks that have begun and not ended. */
  readonly unfinished: "RUNNING" | "INTERRUPTED";
}

export function taskRecords(events: readonly KeptEvent[], options: TaskRecordOptions): readonly TaskRecord[] {
  const tasks = new Map<string, OpenTask>();
  for (const event of events) {
    if (event.kind === "task-started") start(openTask(tasks, event), event);
    else if (event.kind === "task-retrying") retry(openTask(tasks, event), event);
    else if (event.kind === "task-finished") finish(openTask(tasks, event), event);
  }
  return [...tasks.values()].map((task) => close(task, options));
}

/** What stands around a task that was skipped may never have begun: it is there all the same. */
function openTask(
  tasks: Map<string, OpenTask>,
  { path, name }: { readonly path: string; readonly name: string },
): OpenTask {
  const known = tasks.get(path);
  if (known !== undefined) return known;
  const parent = parentPath(path);
  if (parent !== "") openTask(tasks, { path: parent, name: parent.slice(parent.lastIndexOf("/") + 1) });
  const task: OpenTask = {
    path,
    name,
    type: "group",
    attempts: [],
    iterations: undefined,
    retrying: false,
    finished: undefined,
  };
  tasks.set(path, task);
  return task;
}

function start(task: OpenTask, { name, type, time, attempt, iterations }: TaskStarted): void {
  Object.assign(task, { name, type, iterations, retrying: false, finished: undefined });
  const last = task.attempts.at(-1);
  // The runner was killed in it: a resumed run starts it anew.
  if (last !== undefined && last.endedAt === undefined) task.attempts.pop();
  task.attempts.push({ number: attempt, startedAt: time });
}

function retry(task: OpenTask, { time, failure }: TaskRetrying): void {
  endAttempt(task, { endedAt: time, failure });
  task.retrying = true;
}

function finish(task: OpenTask, event: TaskFinished): void {
  const { name, type, time, state, failure } = event;
  const failed = state === "FAILED" && failure !== undefined;
  if (!task.retrying) endAttempt(task, failed ? { endedAt: time, failure } : { endedAt: time });
  Object.assign(task, { name, type, retrying: false, finished: event });
}

function endAttempt(task: OpenTask, end: Pick<AttemptRecord, "endedAt" | "failure">): void {
  const last = task.attempts.pop();
  if (last !== undefined) task.attempts.push(last.endedAt === undefined ? { ...last, ...end } : last);
}

function close(task: OpenTask, { until, unfinished }: TaskRecordOptions): TaskRecord {
  const { path, name, type, attempts, iterations, finished } = task;
  const startedAt = attempts[0]?.startedAt;
  const state: RecordedTaskState =
    finished?.state ?? (task.retrying && unfinished === "RUNNING" ? "RETRYING" : unfinished);
  return {
    path,
    name,
    type,
    state,
    ...(startedAt !== undefined && { startedAt }),
    ...(finished !== undefined && { endedAt: finished.time }),
    seconds: finished?.seconds ?? (startedAt === undefined ? 0 : Math.max(0, until - startedAt) / 1000),
    cached: state === "CACHED",
    attempts,
    ...(iterations !== undefined && { iterations }),
    outputs: finished?.outputs ?? noValues,
    ...(finished?.failure !== undefined && { failure: finished.failure }),
    ...(finished?.log !== undefined && { log: finished.log }),
  };
}
