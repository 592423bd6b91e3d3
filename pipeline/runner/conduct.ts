// Carries out what the scheduler decides, one event at a time, until the run has ended.
import type { KeptEvent, RunState } from "./events.ts";
import { advance } from "./scheduler/advance.ts";
import type { Action, Instance, Schedule, ScheduleEvent } from "./scheduler/schedule.ts";
import { namesFor } from "./scheduler/task-inputs.ts";
import type { RunContext } from "./tasks/run-context.ts";
import { runTask } from "./tasks/run-task.ts";
import type { Values } from "./values.ts";

export interface Conduct {
  readonly schedule: Schedule;
  readonly context: RunContext;
  /** Stores an event; what it throws ends the run. */
  readonly keep: (event: KeptEvent) => void;
  readonly signal: AbortSignal | undefined;
  readonly hardSignal: AbortSignal | undefined;
}

/** What Node's timers take; they run at once what is to run later than that. */
const longestDelayMs = 2 ** 31 - 1;

/** Resolves or rejects once nothing runs any more. */
export async function conduct(options: Conduct, inputs: Values): Promise<RunState> {
  const { schedule, context, keep, signal, hardSignal } = options;
  const running = new Map<string, { readonly stop: AbortController; readonly kill: AbortController }>();
  const delays = new Set<NodeJS.Timeout>();
  const events: ScheduleEvent[] = [];
  let succeed: (state: RunState) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<RunState>((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  let broken: { readonly error: unknown } | undefined;
  let dispatching = false;

  /** An event that comes while another is dealt with waits for its turn. */
  const dispatch = (event: ScheduleEvent): void => {
    if (broken !== undefined) return;
    events.push(event);
    if (dispatching) return;
    dispatching = true;
    try {
      for (const next of events) {
        if (next.kind === "cancel") keep({ ...next, kind: "run-cancelling" });
        for (const action of advance(schedule, next)) perform(action);
      }
    } catch (error) {
      breakOff(error);
    } finally {
      events.length = 0;
      dispatching = false;
    }
  };
  /** The run cannot go on: ends what runs, then rejects with the error. */
  const breakOff = (error: unknown): void => {
    broken ??= { error };
    for (const { kill } of running.values()) kill.abort();
    if (running.size === 0) fail(broken.error);
  };
  const perform = (action: Action): void => {
    switch (action.kind) {
      case "report":
        keep(action.event);
        return;
      case "run":
        run(action.instance, action.attempt);
        return;
      case "delay":
        delay(action.path, action.milliseconds);
        return;
      case "stop":
        running.get(action.path)?.stop.abort();
        if (action.hard) running.get(action.path)?.kill.abort();
        return;
      case "end":
        succeed(action.state);
        return;
    }
  };
  const run = (instance: Instance, attempt: number): void => {
    const { path } = instance;
    const stop = new AbortController();
    const kill = new AbortController();
    running.set(path, { stop, kill });
    const names = namesFor(schedule, instance);
    runTask(context, { instance, attempt, names, stop: stop.signal, kill: kill.signal }).then(
      (outcome) => {
        running.delete(path);
        if (broken === undefined) dispatch({ kind: "ended", time: Date.now(), path, ...outcome });
        else breakOff(broken.error);
      },
      (error: unknown) => {
        running.delete(path);
        breakOff(error);
      },
    );
  };
  const delay = (path: string, milliseconds: number): void => {
    const timer = setTimeout(
      () => {
        delays.delete(timer);
        dispatch({ kind: "delayed", time: Date.now(), path });
      },
      Math.min(milliseconds, longestDelayMs),
    );
    delays.add(timer);
  };
  const onCancel = (): void => dispatch({ kind: "cancel", time: Date.now(), hard: false });
  const onHardCancel = (): void => dispatch({ kind: "cancel", time: Date.now(), hard: true });
  signal?.addEventListener("abort", onCancel, { once: true });
  hardSignal?.addEventListener("abort", onHardCancel, { once: true });
  try {
    if (hardSignal?.aborted === true) onHardCancel();
    else if (signal?.aborted === true) onCancel();
    dispatch({ kind: "start", time: Date.now(), inputs });
    return await ended;
  } finally {
    signal?.removeEventListener("abort", onCancel);
    hardSignal?.removeEventListener("abort", onHardCancel);
    delays.forEach(clearTimeout);
  }
}
