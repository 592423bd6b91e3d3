// Carries out what the scheduler decides, one event at a time, until the run has ended.
import type { KeptEvent, RunState, TaskFinished, TaskRetrying, TaskStarted } from "./events.ts";
import { maskParameters } from "./executors/secrets.ts";
import type { Recorded } from "./recorded.ts";
import { type Retelling, retelling } from "./retelling.ts";
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
  const { signal, hardSignal } = options;
  const conductor = new Conductor(options);
  const onCancel = (): void => conductor.cancel(false);
  const onHardCancel = (): void => conductor.cancel(true);
  signal?.addEventListener("abort", onCancel, { once: true });
  hardSignal?.addEventListener("abort", onHardCancel, { once: true });
  try {
    if (hardSignal?.aborted === true) onHardCancel();
    else if (signal?.aborted === true) onCancel();
    return await conductor.start(inputs);
  } finally {
    signal?.removeEventListener("abort", onCancel);
    hardSignal?.removeEventListener("abort", onHardCancel);
    conductor.close();
  }
}

/** From before a run begins until it has ended: what runs, what waits, and what is still to be dealt with. */
class Conductor {
  readonly #options: Conduct;
  readonly #past: Retelling | undefined;
  readonly #running = new Map<string, { readonly stop: AbortController; readonly kill: AbortController }>();
  readonly #delays = new Set<NodeJS.Timeout>();
  readonly #events: ScheduleEvent[] = [];
  readonly #ended: Promise<RunState>;
  #succeed: (state: RunState) => void = () => {};
  #fail: (error: unknown) => void = () => {};
  #broken: { readonly error: unknown } | undefined;
  #dispatching = false;

  constructor(options: Conduct) {
    const { schedule, recorded } = options;
    this.#options = options;
    this.#past = recorded === undefined ? undefined : retelling(schedule, recorded);
    this.#ended = new Promise((resolve, reject) => {
      this.#succeed = resolve;
      this.#fail = reject;
    });
  }

  start(inputs: Values): Promise<RunState> {
    this.#dispatch({ kind: "start", time: this.#options.started, inputs });
    return this.#ended;
  }

  cancel(hard: boolean): void {
    this.#dispatch({ kind: "cancel", time: Date.now(), hard });
  }

  close(): void {
    this.#delays.forEach(clearTimeout);
  }

  /** An event that comes while another is dealt with waits for its turn. */
  #dispatch(event: ScheduleEvent): void {
    if (this.#broken !== undefined) return;
    this.#events.push(event);
    if (this.#dispatching) return;
    this.#dispatching = true;
    try {
      for (const next of this.#events) {
        if (next.kind === "cancel") this.#options.keep({ ...next, kind: "run-cancelling" });
        for (const action of advance(this.#options.schedule, next)) this.#perform(action);
      }
    } catch (error) {
      this.#breakOff(error);
    } finally {
      this.#events.length = 0;
      this.#dispatching = false;
    }
  }

  /** The run cannot go on: ends what runs, then rejects with the error. */
  #breakOff(error: unknown): void {
    this.#broken ??= { error };
    for (const { kill } of this.#running.values()) kill.abort();
    if (this.#running.size === 0) this.#fail(this.#broken.error);
  }

  #perform(action: Action): void {
    switch (action.kind) {
      case "report":
        this.#report(action.event);
        return;
      case "run":
        this.#run(action.instance, action.attempt);
        return;
      case "delay":
        this.#delay(action.path, action.until);
        return;
      case "stop":
        this.#running.get(action.path)?.stop.abort();
        if (action.hard) this.#running.get(action.path)?.kill.abort();
        return;
      case "end":
        this.#succeed(action.state);
        return;
    }
  }

  #report(event: InstanceEvent): void {
    const { context, keep, schedule } = this.#options;
    if (this.#past?.hasHappened(event) === true) context.tell({ ...event, earlier: true });
    else keep(withInputs(schedule, event.kind === "task-started" ? { ...event, time: Date.now() } : event));
  }

  #run(instance: Instance, attempt: number): void {
    const { schedule, context } = this.#options;
    const { path } = instance;
    const known = this.#past?.take(instance);
    if (known !== undefined) {
      this.#dispatch({ kind: "ended", ...known, earlier: true });
      return;
    }
    const stop = new AbortController();
    const kill = new AbortController();
    this.#running.set(path, { stop, kill });
    const names = namesFor(schedule, instance);
    const resumed = this.#past === undefined ? {} : { startedAt: Date.now() };
    runTask(context, { instance, attempt, names, stop: stop.signal, kill: kill.signal }).then(
      (outcome) => {
        this.#running.delete(path);
        if (this.#broken !== undefined) this.#breakOff(this.#broken.error);
        else this.#dispatch({ kind: "ended", time: Date.now(), path, ...resumed, ...outcome });
      },
      (error: unknown) => {
        this.#running.delete(path);
        this.#breakOff(error);
      },
    );
  }

  #delay(path: string, until: number): void {
    const timer = setTimeout(
      () => {
        this.#delays.delete(timer);
        this.#dispatch({ kind: "delayed", time: Date.now(), path });
      },
      Math.min(Math.max(0, until - Date.now()), longestDelayMs),
    );
    this.#delays.add(timer);
  }
}

type InstanceEvent = TaskStarted | TaskRetrying | TaskFinished;

/** Whoever looks for the cause of a failure asks what the task was given. */
function withInputs(schedule: Schedule, event: InstanceEvent): KeptEvent {
  const instance = schedule.byPath.get(event.path);
  const ran = instance?.kind === "task" && instance.startedAt !== undefined;
  if (!ran || event.kind !== "task-finished" || event.state !== "FAILED") return event;
  const { parameters, artifacts } = instance.inputs;
  return { ...event, inputs: { parameters: maskParameters(parameters), artifacts } };
}
