// What all tasks of a run share.
import type { PipelineSpec } from "../../ir/pipeline-spec.ts";
import type { RunEvent } from "../events.ts";
import type { TaskExecutor } from "../executors/task-executor.ts";

export interface RunContext {
  readonly spec: PipelineSpec;
  /** Holds the runs and the cache. Absolute. */
  readonly root: string;
  /** This run's folder. Absolute. */
  readonly folder: string;
  /** Where importers' relative paths start. */
  readonly cwd: string;
  readonly executor: TaskExecutor;
  /** Whether the cache is used at all. */
  readonly cache: boolean;
  readonly tell: (event: RunEvent) => void;
}

/** Aborting `stop` asks a task to end, aborting `kill` ends it. */
export interface TaskSignals {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}
