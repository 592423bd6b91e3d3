// What is known of a run once it has begun, as plain data: what reports and lists are made of.
import type { Json, PipelineSpec } from "../../ir/pipeline-spec.ts";
import type { Failure, InstanceKind, RunState, TaskState } from "../events.ts";
import type { Values } from "../values.ts";

/** `RUNNING`: a living process has it; `INTERRUPTED`: its runner was killed, and it can be resumed. */
export type RecordedRunState = RunState | "RUNNING" | "INTERRUPTED";
/** `RETRYING` waits for its next attempt; `INTERRUPTED` was running when the runner was killed. */
export type RecordedTaskState = TaskState | "RUNNING" | "RETRYING" | "INTERRUPTED";

export interface RunRecord {
  readonly runId: string;
  readonly pipeline: string;
  /** Absolute, of the root and of the run in it. */
  readonly root: string;
  readonly folder: string;
  /** Absent where the runner was killed before it had written it. */
  readonly spec?: PipelineSpec;
  readonly state: RecordedRunState;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Of a run that has not ended: up to now, or to the last that is known of it. */
  readonly seconds: number;
  readonly parameters: { readonly [name: string]: Json };
  /** The pipeline's input artifacts. */
  readonly artifacts: Values["artifacts"];
  /** Parents before what is in them, in the order in which they began. */
  readonly tasks: readonly TaskRecord[];
  /** The pipeline's own; absent where they cannot be told. */
  readonly outputs?: Values;
}

export interface TaskRecord {
  /** Names of tasks joined by `/`; an iteration is `for-loop-2[0]`. */
  readonly path: string;
  readonly name: string;
  readonly type: InstanceKind;
  readonly state: RecordedTaskState;
  /** Absent where it never started. */
  readonly startedAt?: number;
  /** Absent where it has not ended. */
  readonly endedAt?: number;
  readonly seconds: number;
  readonly cached: boolean;
  /** In order; none of a task that was skipped. */
  readonly attempts: readonly AttemptRecord[];
  /** Of a loop: how many iterations there are. */
  readonly iterations?: number;
  /** Absent where they cannot be told. */
  readonly inputs?: Values;
  readonly outputs: Values;
  /** Why it failed, or was skipped. */
  readonly failure?: Failure;
  /** Absolute; absent where there is none. */
  readonly log?: string;
}

export interface AttemptRecord {
  /** 1 for the first. */
  readonly number: number;
  readonly startedAt: number;
  /** Absent where it has not ended. */
  readonly endedAt?: number;
  /** Of one that failed. */
  readonly failure?: Failure;
}

/** `for-loop-2[0]/tag` is in `for-loop-2[0]`, which is in `for-loop-2`, which is in the run itself, `""`. */
export function parentPath(path: string): string {
  const iteration = /^(.*)\[\d+\]$/s.exec(path)?.[1];
  return iteration ?? path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Whether it is an iteration of a loop, itself. */
export function isIteration(path: string): boolean {
  return /\[\d+\]$/.test(path);
}

/** `for-loop-2/tag`: where the pipeline has it. */
export function withoutIterations(path: string): string {
  return path.replaceAll(/\[\d+\]/g, "");
}
