// What happens in a run, in the order in which it happens. What changes the run's state is kept in its `events.jsonl`.
import type { Json } from "../ir/pipeline-spec.ts";
import type { Artifact, Values } from "./values.ts";

export type TaskState = "SUCCEEDED" | "FAILED" | "SKIPPED" | "CACHED" | "CANCELLED";
export type RunState = "SUCCEEDED" | "FAILED" | "CANCELLED";

/** Why a task did not succeed; of a group of tasks, `path` names the one that is to blame. */
export interface Failure {
  readonly path: string;
  readonly message: string;
}

/** `task`: runs in a container, or imports; `group`: a DAG of others; `loop`: the same over a list. */
export type InstanceKind = "task" | "group" | "loop";

export interface RunStarted {
  readonly kind: "run-started";
  readonly time: number;
  readonly runId: string;
  readonly pipeline: string;
  readonly folder: string;
  readonly parameters: { readonly [name: string]: Json };
  /** The pipeline's input artifacts. */
  readonly artifacts: { readonly [name: string]: readonly Artifact[] };
  /** Where relative paths in the pipeline start. */
  readonly cwd: string;
  /** What stands for `{{$.NAME}}` other than this runner says itself. */
  readonly names?: { readonly [name: string]: string };
  /** One task of another run, again. */
  readonly only?: { readonly from: string; readonly path: string };
}

/** A run that did not come to its end, or not to a good one, goes on. */
export interface RunResumed {
  readonly kind: "run-resumed";
  readonly time: number;
  /**
   * It had ended, was being cancelled, or what a task made is gone: what did not succeed, or is gone, runs again. False:
   * it goes on where it was killed.
   */
  readonly again: boolean;
}

/** `time` is in milliseconds since 1970, as in every event. */
export interface TaskStarted {
  readonly kind: "task-started";
  readonly time: number;
  readonly path: string;
  readonly name: string;
  readonly type: InstanceKind;
  /** 1 for the first. */
  readonly attempt: number;
  /** Of a loop: how many iterations there are. */
  readonly iterations?: number;
}

export interface TaskRetrying {
  readonly kind: "task-retrying";
  readonly time: number;
  readonly path: string;
  readonly name: string;
  /** The one that failed. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly failure: Failure;
}

export interface TaskFinished {
  readonly kind: "task-finished";
  readonly time: number;
  readonly path: string;
  readonly name: string;
  readonly type: InstanceKind;
  readonly state: TaskState;
  readonly seconds: number;
  readonly outputs: Values;
  /** Of a task that failed: why; of one that was skipped: the reason. */
  readonly failure?: Failure;
  /** Of a task that ran and failed: its inputs, secrets masked. */
  readonly inputs?: Values;
  /** Where its log lies; absent where there is none. */
  readonly log?: string;
}

export interface RunFinished {
  readonly kind: "run-finished";
  readonly time: number;
  readonly state: RunState;
  readonly seconds: number;
}

/** The user asked to stop; `hard` leaves out the exit handlers. */
export interface RunCancelling {
  readonly kind: "run-cancelling";
  readonly time: number;
  readonly hard: boolean;
}

/** Only told, not kept: the log has the lines. */
export interface TaskLine {
  readonly kind: "task-line";
  readonly path: string;
  readonly line: string;
}

export interface TaskProgress {
  readonly kind: "task-progress";
  readonly time: number;
  readonly path: string;
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

export type KeptEvent =
  RunStarted | RunResumed | TaskStarted | TaskRetrying | TaskFinished | RunCancelling | RunFinished;
export type RunEvent = (KeptEvent & Earlier) | TaskLine | TaskProgress;

export interface Earlier {
  /** It happened in an earlier life of the run, and is told again to whoever looks on now. */
  readonly earlier?: true;
}
