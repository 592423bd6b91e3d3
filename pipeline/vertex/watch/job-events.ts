// What has changed in a job since it was last looked at, as the events by which the local runner tells of a run.
import { noValues } from "../../runner/values.ts";
import type { RunEvent, RunState, TaskState } from "../../runner/index.ts";
import type { Job, JobState, TaskDetailState } from "../job/index.ts";
import { placeTasks, type PlacedTask } from "./place-tasks.ts";

const ended: { readonly [S in JobState]?: RunState } = {
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
};

/** `undefined`: it goes on. */
export function runStateOf(state: JobState): RunState | undefined {
  return ended[state];
}

const taskStates: { readonly [S in TaskDetailState]?: TaskState } = {
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
  SKIPPED: "CACHED",
  NOT_TRIGGERED: "SKIPPED",
};

interface Known {
  readonly state: TaskDetailState;
  readonly attempts: number;
  readonly iterations: number | undefined;
}

/** Gives, each time it is called with the same job as it is by then, the events since the last time. */
export function jobEvents(now: () => number = Date.now): (job: Job) => readonly RunEvent[] {
  const known = new Map<string, Known>();
  let begun = false;
  let over = false;
  return (job) => {
    const events: RunEvent[] = [];
    if (!begun) events.push(runStarted(job, now()));
    begun = true;
    for (const task of placeTasks(job)) {
      const before = known.get(task.path);
      events.push(...taskEvents(task, before, now()));
      const { state, attempts } = task.detail;
      known.set(task.path, { state, attempts: attempts.length, iterations: task.iterations });
    }
    const state = runStateOf(job.state);
    if (state !== undefined && !over) events.push(runFinished(job, state, now()));
    over ||= state !== undefined;
    return events;
  };
}

function runStarted(job: Job, now: number): RunEvent {
  return {
    kind: "run-started",
    time: job.startTime ?? job.createTime ?? now,
    runId: job.id,
    pipeline: job.displayName,
    folder: job.name,
    parameters: job.parameters,
    artifacts: {},
    cwd: "",
  };
}

function runFinished(job: Job, state: RunState, now: number): RunEvent {
  const end = job.endTime ?? job.updateTime ?? now;
  const begin = job.startTime ?? job.createTime ?? end;
  return { kind: "run-finished", time: end, state, seconds: Math.max(0, end - begin) / 1000 };
}

function taskEvents(task: PlacedTask, before: Known | undefined, now: number): readonly RunEvent[] {
  const { detail, path, type, iterations } = task;
  const { name, state } = detail;
  const time = detail.startTime ?? detail.createTime ?? now;
  const attempt = Math.max(1, detail.attempts.length);
  const started: RunEvent = {
    kind: "task-started",
    time,
    path,
    name,
    type,
    attempt,
    ...(iterations !== undefined && { iterations }),
  };
  const final = taskStates[state];
  if (final === undefined) {
    if (state === "PENDING" || state === "STATE_UNSPECIFIED") {
      return before !== undefined && isBusy(before.state) ? [retrying(task, attempt, now)] : [];
    }
    if (before === undefined || !isBusy(before.state)) return [started];
    if (attempt > before.attempts && before.attempts > 0) return [retrying(task, attempt - 1, now), started];
    return iterations === before.iterations ? [] : [started];
  }
  if (before !== undefined && taskStates[before.state] !== undefined) return [];
  const hasRun = final !== "CACHED" && final !== "SKIPPED" && detail.startTime !== undefined;
  const isNew = before === undefined || !isBusy(before.state) || iterations !== before.iterations;
  return [...(hasRun && isNew ? [started] : []), finished(task, final, now)];
}

function isBusy(state: TaskDetailState): boolean {
  return state === "RUNNING" || state === "CANCELLING" || state === "CANCEL_PENDING";
}

function retrying({ detail, path }: PlacedTask, attempt: number, now: number): RunEvent {
  const message = detail.error?.message ?? "the attempt failed";
  const failure = { path, message };
  return { kind: "task-retrying", time: now, path, name: detail.name, attempt, delayMs: 0, failure };
}

function finished({ detail, path, type }: PlacedTask, state: TaskState, now: number): RunEvent {
  const hasRun = state !== "CACHED" && state !== "SKIPPED";
  const begin = detail.startTime ?? detail.createTime ?? detail.endTime ?? now;
  const end = detail.endTime ?? (hasRun ? now : begin);
  const message =
    detail.error?.message ??
    (state === "SKIPPED" ? "its condition did not hold, or a task before it failed" : "");
  return {
    kind: "task-finished",
    time: end,
    path,
    name: detail.name,
    type,
    state,
    seconds: Math.max(0, end - begin) / 1000,
    outputs: noValues,
    ...(message !== "" && { failure: { path, message: message.trim() } }),
  };
}
