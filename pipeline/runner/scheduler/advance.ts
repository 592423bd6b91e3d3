// The scheduler: what has happened, to what is to be done. It touches nothing but the schedule it is given, and the
// same events give the same actions; it changes the schedule in place so that a task costs the same among 10,000.
import { parseDuration } from "../dag-plan.ts";
import type { Failure, RunState } from "../events.ts";
import { begin, consider, mayNotStart, openIterations } from "./begin.ts";
import { groupOutputs, loopOutputs } from "./group-outputs.ts";
import {
  type Action,
  hasEnded,
  hasSucceeded,
  type Instance,
  type Schedule,
  type ScheduleEvent,
  type TaskOutcome,
} from "./schedule.ts";
import { type End, reportStart, settle, type Turn } from "./turn.ts";

export function advance(schedule: Schedule, event: ScheduleEvent): readonly Action[] {
  const turn: Turn = { schedule, time: event.time, actions: [], failed: false, todo: [] };
  switch (event.kind) {
    case "start":
      schedule.root.inputs = event.inputs;
      begin(turn, schedule.root);
      break;
    case "ended":
      end(turn, event);
      break;
    case "delayed": {
      const instance = schedule.byPath.get(event.path);
      if (instance?.phase === "delayed") begin(turn, instance);
      break;
    }
    case "cancel":
      cancel(turn, event.hard);
      break;
  }
  drain(turn);
  if (turn.failed && schedule.failFast && schedule.cancelling === "no" && !isEarlier(event)) {
    schedule.cancelling = "failing";
    giveUpWaiting(turn);
    drain(turn);
  }
  fillPlaces(turn);
  if (hasEnded(schedule.root) && !schedule.ended) {
    schedule.ended = true;
    turn.actions.push({ kind: "end", state: runState(schedule) });
  }
  return turn.actions;
}

function drain(turn: Turn): void {
  for (const { kind, instance } of turn.todo) {
    // The list grows while it is gone through.
    if (kind === "consider") consider(turn, instance);
    else close(turn, instance);
  }
  turn.todo.length = 0;
}

function fillPlaces(turn: Turn): void {
  const { schedule } = turn;
  while (schedule.running < schedule.parallelism && schedule.taken < schedule.queue.length) {
    const instance = schedule.queue[schedule.taken];
    schedule.taken += 1;
    if (instance?.phase !== "queued") continue;
    schedule.running += 1;
    reportStart(turn, instance);
    turn.actions.push({ kind: "run", instance, attempt: instance.attempt });
  }
}

function end(turn: Turn, { path, state, outputs, failure, log, startedAt }: TaskOutcome): void {
  const instance = turn.schedule.byPath.get(path);
  if (instance?.phase !== "running") return;
  instance.startedAt = startedAt ?? instance.startedAt;
  turn.schedule.running -= 1;
  finish(turn, instance, { state, outputs, failure, log });
}

/** Ends the instance, or lets it try again. */
function finish(turn: Turn, instance: Instance, ending: End): void {
  const {
    maxRetryCount = 0,
    backoffDuration,
    backoffFactor,
    backoffMaxDuration,
  } = instance.task.retryPolicy ?? {};
  const again =
    ending.state === "FAILED" &&
    instance.kind !== "loop" &&
    instance.attempt <= maxRetryCount &&
    !mayNotStart(turn, instance);
  if (!again) {
    settle(turn, instance, ending);
    return;
  }
  const longest = backoffMaxDuration === undefined ? 3_600_000 : parseDuration(backoffMaxDuration);
  const delay = parseDuration(backoffDuration) * (backoffFactor || 2) ** (instance.attempt - 1);
  const milliseconds = Math.min(delay, longest);
  const { path, name, attempt } = instance;
  instance.phase = "delayed";
  instance.attempt += 1;
  turn.actions.push(
    {
      kind: "report",
      event: {
        kind: "task-retrying",
        time: turn.time,
        path,
        name,
        attempt,
        delayMs: milliseconds,
        failure: ending.failure ?? { path, message: "failed" },
      },
    },
    { kind: "delay", path, until: turn.time + milliseconds },
  );
}

/** A group or a loop ends with the last of what is in it. */
function close(turn: Turn, instance: Instance): void {
  if (instance.phase !== "running") return;
  if (instance.kind === "loop") openIterations(turn, instance);
  if (instance.open > 0) return;
  const parts = instance.kind === "loop" ? instance.iterations : [...instance.children.values()];
  const failed = parts.find(({ phase }) => phase === "FAILED");
  const cancelled = parts.some(({ phase }) => phase === "CANCELLED") || parts.length < instance.items.length;
  if (failed !== undefined) {
    finish(turn, instance, { state: "FAILED", failure: failed.failure });
  } else if (cancelled) {
    settle(turn, instance, { state: "CANCELLED" });
  } else {
    finish(turn, instance, succeed(instance, parts));
  }
}

/** A group whose tasks all came from the cache did as well. */
function succeed(instance: Instance, parts: readonly Instance[]): End {
  const ran = parts.filter(hasSucceeded);
  const cached = ran.length > 0 && ran.every(({ phase }) => phase === "CACHED");
  try {
    const outputs = instance.kind === "loop" ? loopOutputs(instance) : groupOutputs(instance);
    return { state: cached ? "CACHED" : "SUCCEEDED", outputs };
  } catch (error) {
    const failure: Failure = { path: instance.path, message: `${(error as Error).message}.` };
    return { state: "FAILED", failure };
  }
}

function isEarlier(event: ScheduleEvent): boolean {
  return event.kind === "ended" && event.earlier === true;
}

function cancel(turn: Turn, hard: boolean): void {
  const { schedule } = turn;
  schedule.cancelling = hard || schedule.cancelling === "hard" ? "hard" : "soft";
  giveUpWaiting(turn);
  for (const instance of schedule.byPath.values()) {
    if (!mayNotStart(turn, instance) || instance.phase !== "running" || instance.kind !== "task") continue;
    turn.actions.push({ kind: "stop", path: instance.path, hard });
  }
}

/** What may not start and has not ends. */
function giveUpWaiting(turn: Turn): void {
  for (const instance of [...turn.schedule.byPath.values()]) {
    if (!mayNotStart(turn, instance)) continue;
    if (instance.phase === "queued" || instance.phase === "delayed") {
      settle(turn, instance, { state: "CANCELLED" });
    } else if (instance.phase === "running" && instance.kind === "loop") {
      turn.todo.push({ kind: "close", instance });
    }
  }
}

function runState(schedule: Schedule): RunState {
  if (schedule.cancelling === "soft" || schedule.cancelling === "hard") return "CANCELLED";
  return schedule.root.phase === "FAILED" ? "FAILED" : "SUCCEEDED";
}
