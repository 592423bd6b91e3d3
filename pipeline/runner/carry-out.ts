// A run that begins or goes on, to its end: its journal, its schedule and who is told of it.
import { availableParallelism } from "node:os";
import type { PipelineSpec } from "../ir/pipeline-spec.ts";
import { conduct } from "./conduct.ts";
import type { KeptEvent, RunEvent, RunResumed, RunStarted, RunState } from "./events.ts";
import type { TaskExecutor } from "./executors/task-executor.ts";
import type { Journal } from "./journal.ts";
import { isLost, recordedIn } from "./recorded.ts";
import { runNames } from "./run-names.ts";
import { type RunResult, runResult } from "./run-result.ts";
import { newSchedule } from "./scheduler/schedule.ts";
import type { RunContext } from "./tasks/run-context.ts";
import type { Values } from "./values.ts";

const defaultParallelism = Math.max(8, availableParallelism());

/** What does not depend on whether the run is new. */
export interface RunSettings {
  /** Holds the runs and the cache; made if it does not exist. */
  readonly root: string;
  readonly executor: TaskExecutor;
  /** Tasks at once. Default: as many as there are processors, and at least eight: many tasks only wait. */
  readonly parallelism?: number;
  /** Default: true. False neither reads nor writes it. */
  readonly cache?: boolean;
  /** Once a task has failed, no other starts but exit handlers; what runs ends. Default: false, as on Vertex AI. */
  readonly failFast?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting stops the tasks, runs the exit handlers and ends the run as CANCELLED. */
  readonly signal?: AbortSignal;
  /** Aborting stops everything at once, exit handlers too. */
  readonly hardSignal?: AbortSignal;
}

export interface Undertaking {
  readonly spec: PipelineSpec;
  readonly root: string;
  readonly started: RunStarted;
  /** Of a run that goes on: what its journal has. */
  readonly earlier: readonly KeptEvent[];
  readonly journal: Journal;
}

/** Resolves however the run ended, and throws what the file system throws. Closes the journal. */
export async function carryOut(undertaking: Undertaking, settings: RunSettings): Promise<RunResult> {
  const { spec, root, started, earlier, journal } = undertaking;
  const { executor, parallelism = defaultParallelism, failFast = false, signal, hardSignal } = settings;
  const tell = settings.onEvent ?? (() => {});
  const keep = (event: KeptEvent): void => {
    journal.append(event);
    tell(event);
  };
  const { runId, folder, cwd, parameters, artifacts } = started;
  const context: RunContext = { spec, root, folder, cwd, executor, cache: settings.cache ?? true, tell };
  const schedule = newSchedule({ spec, names: runNames(started), parallelism, failFast });
  const began = Date.now();
  const finished = (state: RunState) =>
    ({ kind: "run-finished", time: Date.now(), state, seconds: (Date.now() - began) / 1000 }) as const;
  try {
    const resumed = earlier.length === 0 ? undefined : resumption(earlier);
    if (resumed === undefined) keep(started);
    else {
      tell({ ...started, earlier: true });
      keep(resumed);
    }
    const recorded = resumed && recordedIn([...earlier, resumed], isLost);
    const options = { schedule, context, keep, recorded, started: started.time, signal, hardSignal };
    const state = await conduct(options, { parameters, artifacts });
    keep(finished(state));
    return runResult(schedule, runId, state);
  } catch (error) {
    tell(finished("FAILED"));
    throw error;
  } finally {
    closeQuietly(journal);
    await executor.close?.();
  }
}

/** Whether what failed runs again: it does unless a killed runner left the run as it was, and it still is. */
function resumption(earlier: readonly KeptEvent[]): RunResumed {
  const last = earlier.findLastIndex(({ kind }) => kind === "run-resumed");
  const ended = earlier
    .slice(last + 1)
    .some(({ kind }) => kind === "run-finished" || kind === "run-cancelling");
  return { kind: "run-resumed", time: Date.now(), again: ended || hasLost(earlier) };
}

function hasLost(events: readonly KeptEvent[]): boolean {
  const outputs = new Map<string, Values>();
  for (const event of events) {
    if (event.kind === "task-started") outputs.delete(event.path); // what it had made before goes
    if (event.kind === "task-finished" && event.type === "task") outputs.set(event.path, event.outputs);
  }
  return [...outputs.values()].some(isLost);
}

function closeQuietly(journal: Journal): void {
  try {
    journal.close();
  } catch {
    // What ended the run says it already.
  }
}
