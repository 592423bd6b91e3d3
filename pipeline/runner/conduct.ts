// Carries out what the scheduler decides, one event at a time, until the run has ended.
import type { KeptEvent, RunState, TaskFinished, TaskRetrying, TaskStarted } from "./events.ts";
import { maskParameters } from "./executors/secrets.ts";
import type { Recorded } from "./recorded.ts";
import { retelling } from "./retelling.ts";
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
  /** Of a run that goes on: what has happened already is told again, neither stored nor done. */
  readonly recorded: Recorded | undefined;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly signal: AbortSignal | undefined;
  readonly hardSignal: AbortSignal | undefined;
}

/** What Node's timers take; they run at once what is to run later than that. */
const longestDelayMs = 2 ** 31 - 1;

/** Resolves or rejects once nothing runs any more. */
export async function conduct(options: Conduct, inputs: Values): Promise<RunState> {
  const { schedule, context, keep, recorded, started, signal, hardSignal } = options;
  const running = new Map<string, { readonly stop: AbortController; readonly kill: AbortController }>();
  const delays = new Set<NodeJS.Timeout>();
  const events: ScheduleEvent[] = [];
  let succeed: (state: RunState) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<RunState>((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  const past = recorded === undefined ? undefined : retelling(schedule, recorded);
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
        report(action.event);
        return;
      case "run":
        run(action.instance, action.attempt);
        return;
      case "delay":
        delay(action.path, action.until);
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
  const report = (event: TaskStarted | TaskRetrying | TaskFinished): void => {
    if (past?.hasHappened(event) === true) context.tell({ ...event, earlier: true });
    else keep(withInputs(event.kind === "task-started" ? { ...event, time: Date.now() } : event));
  };
  /** Whoever looks for the cause of a failure asks what the task was given. */
  const withInputs = (event: TaskStarted | TaskRetrying | TaskFinished): KeptEvent => {
    const instance = schedule.byPath.get(event.path);
    const ran = instance?.kind === "task" && instance.startedAt !== undefined;
    if (!ran || event.kind !== "task-finished" || event.state !== "FAILED") return event;
    const { parameters, artifacts } = instance.inputs;
    return { ...event, inputs: { parameters: maskParameters(parameters), artifacts } };
  };
  const run = (instance: Instance, attempt: number): void => {
    const { path } = instance;
    const known = past?.take(instance);
    if (known !== undefined) {
      dispatch({ kind: "ended", ...known, earlier: true });
      return;
    }
    const stop = new AbortController();
    const kill = new AbortController();
    running.set(path, { stop, kill });
    const names = namesFor(schedule, instance);
    const resumed = past === undefined ? {} : { startedAt: Date.now() };
    runTask(context, { instance, attempt, names, stop: stop.signal, kill: kill.signal }).then(
      (outcome) => {
        running.delete(path);
        if (broken === undefined) dispatch({ kind: "ended", time: Date.now(), path, ...resumed, ...outcome });
        else breakOff(broken.error);
      },
      (error: unknown) => {
        running.delete(path);
        breakOff(error);
      },
    );
  };
  const delay = (path: string, until: number): void => {
    const timer = setTimeout(
      () => {
        delays.delete(timer);
        dispatch({ kind: "delayed", time: Date.now(), path });
      },
      Math.min(Math.max(0, until - Date.now()), longestDelayMs),
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
    dispatch({ kind: "start", time: started, inputs });
    return await ended;
  } finally {
    signal?.removeEventListener("abort", onCancel);
    hardSignal?.removeEventListener("abort", onHardCancel);
    delays.forEach(clearTimeout);
  }
}
