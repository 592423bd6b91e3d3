// What is known of a run's earlier life: which outcomes of its tasks still hold when it goes on.
import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { KeptEvent, TaskFinished } from "./events.ts";
import { type Instance, planOf, type Schedule, type TaskOutcome } from "./scheduler/schedule.ts";
import { noValues, type Values } from "./values.ts";

/** `startedAt` and `time` are when the task really ran. */
export type RecordedOutcome = Omit<TaskOutcome, "kind"> & { readonly startedAt: number };

export interface Recorded {
  /** How the task's next attempt ended in an earlier life; `undefined`: it has to run. */
  readonly outcomeOf: (schedule: Schedule, instance: Instance) => RecordedOutcome | undefined;
  /** The outcome is used, or the task runs now: the one after it comes next. */
  readonly pass: (instance: Instance, taken: boolean) => void;
  /** Whether the events say already what would be said of a group, a loop, or a task that did not run. */
  readonly says: (event: KeptEvent) => boolean;
}

/** What the events say of one path. */
interface Past {
  /** Of a task: what became of its attempts since the run was last begun again, in order. */
  outcomes: RecordedOutcome[];
  /** Its last success from before that. */
  success: Made | undefined;
  startedAt: number | undefined;
  running: boolean;
  isTask: boolean;
  finished: TaskFinished | undefined;
}

/** Each time that a run is begun again opens a session; what was made in one is newer than what an earlier one made. */
interface Made {
  readonly outcome: RecordedOutcome;
  readonly session: number;
}

/**
 * A run that was killed goes on where it was: every outcome holds, failures too. One that had ended, was being
 * cancelled or has lost what a task made is begun `again`: successes hold as long as what they made is there, and
 * nothing they waited for has been made anew since. `isLost`: default, nothing is.
 */
export function recordedIn(
  events: readonly KeptEvent[],
  isLost: (outputs: Values) => boolean = () => false,
): Recorded {
  const pasts = new Map<string, Past>();
  let session = 0;
  let reruns = false;
  for (const event of events) {
    if (event.kind === "run-resumed") {
      reruns = event.again;
      if (!event.again) continue;
      for (const past of pasts.values()) closeSession(past, session);
      session += 1;
    } else if ("path" in event) {
      record(pastOf(pasts, event.path), event);
    }
  }
  const made = new WeakMap<Instance, number>();
  const current = session;
  return {
    outcomeOf: (schedule, instance) => {
      const past = pasts.get(instance.path);
      if (past === undefined) return undefined;
      const [next] = past.outcomes;
      if (next !== undefined) return next;
      const { success } = past;
      if (success === undefined || newestBefore(schedule, instance, made) > success.session) return undefined;
      return isLost(success.outcome.outputs) ? undefined : success.outcome;
    },
    pass: (instance, taken) => {
      const past = pasts.get(instance.path);
      const before = taken && past !== undefined && past.outcomes.length === 0;
      made.set(instance, before ? (past.success?.session ?? current) : current);
      past?.outcomes.shift();
    },
    says: (event) => {
      if (!("path" in event)) return false;
      const past = pasts.get(event.path);
      if (past === undefined) return false;
      const { finished, startedAt } = past;
      const failed = finished?.state === "FAILED" || finished?.state === "CANCELLED";
      if (event.kind === "task-started") return startedAt !== undefined && !(failed && reruns);
      if (event.kind !== "task-finished" || failed || finished?.state !== event.state) return false;
      return isDeepStrictEqual(finished.outputs, event.outputs);
    },
  };
}

/** A file or a folder that a task left is gone. */
export function isLost({ artifacts }: Values): boolean {
  return Object.values(artifacts)
    .flat()
    .some(({ uri, isStored }) => isStored === true && !existsSync(uri));
}

function pastOf(pasts: Map<string, Past>, path: string): Past {
  const known = pasts.get(path);
  if (known !== undefined) return known;
  const past: Past = {
    outcomes: [],
    success: undefined,
    startedAt: undefined,
    running: false,
    isTask: false,
    finished: undefined,
  };
  pasts.set(path, past);
  return past;
}

function record(past: Past, event: Extract<KeptEvent, { readonly path: string }>): void {
  switch (event.kind) {
    case "task-started":
      if (event.attempt === 1) past.startedAt = event.time;
      past.isTask = event.type === "task";
      past.running = true;
      past.finished = undefined;
      past.success = undefined; // had it held, the task would not have run
      return;
    case "task-retrying": {
      const { path, time, failure } = event;
      if (!past.isTask || !past.running) return;
      past.running = false;
      past.outcomes.push({
        path,
        time,
        state: "FAILED",
        outputs: noValues,
        failure,
        startedAt: past.startedAt ?? time,
      });
      return;
    }
    case "task-finished":
      past.finished = event;
      if (past.isTask && past.running) past.outcomes.push(...outcomesOf(event, past.startedAt ?? event.time));
      past.running = false;
  }
}

/** A task that was stopped has none. */
function outcomesOf(event: TaskFinished, startedAt: number): readonly RecordedOutcome[] {
  const { path, time, state, outputs, failure, log } = event;
  if (state === "CANCELLED" || state === "SKIPPED") return [];
  return [
    {
      path,
      time,
      state,
      outputs,
      startedAt,
      ...(failure !== undefined && { failure }),
      ...(log !== undefined && { log }),
    },
  ];
}

function closeSession(past: Past, session: number): void {
  const last = past.outcomes.at(-1);
  past.outcomes = [];
  if (last !== undefined) past.success = last.state === "FAILED" ? undefined : { outcome: last, session };
  if (past.finished?.state === "CANCELLED" || past.running) past.success = undefined;
  past.running = false;
}

/** The last session in which something was made that the instance waited for, or that one around it did. */
function newestBefore(schedule: Schedule, instance: Instance, made: WeakMap<Instance, number>): number {
  let newest = 0;
  for (let each: Instance | undefined = instance; each !== undefined; each = each.parent) {
    const dag = each.parent?.component.dag;
    if (dag === undefined || each.iteration !== undefined) continue;
    for (const name of planOf(schedule, dag).upstreams.get(each.key) ?? []) {
      const upstream = each.parent?.children.get(name);
      if (upstream !== undefined) newest = Math.max(newest, madeIn(upstream, made));
    }
  }
  return newest;
}

function madeIn(instance: Instance, made: WeakMap<Instance, number>): number {
  const known = made.get(instance);
  if (known !== undefined) return known;
  const parts = [...instance.children.values(), ...instance.iterations];
  const newest = parts.reduce((most, part) => Math.max(most, madeIn(part, made)), 0);
  made.set(instance, newest); // it has ended, so nothing is added to it
  return newest;
}
