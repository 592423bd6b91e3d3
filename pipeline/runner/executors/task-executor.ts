// What runs the command line of a task. Each executor passes the suite in `test/pipeline/runner/executor-contract.ts`.
import type { ExecutorInput } from "../../ir/executor-input.ts";

export interface TaskExecutor {
  readonly name: string;
  /** Its tasks see this machine's files as the runner does. Default: they see the root and what they read. */
  readonly sharesFiles?: boolean;
  /** Throws `IMAGE_UNKNOWN`, a `UserError`, if a task of this image could not run. */
  readonly checkImage: (image: string) => void;
  /**
   * Says which code the image runs here, beyond its name; part of the key in the cache. May take a while, if the image
   * has to be fetched: `control` then hears of it, and breaks it off.
   */
  readonly codeFingerprint: (image: string, control?: TaskControl) => Promise<string>;
  /** Resolves when nothing of the task is left, however it ended. Rejects only for reasons that end the whole run. */
  readonly run: (task: ContainerTask, control: TaskControl) => Promise<TaskExit>;
  /** Removes what a killed runner left of this run. Default: nothing can be left. */
  readonly recover?: (runId: string, root: string) => Promise<void>;
  /** Ends what it keeps warm between tasks; called when the run has ended. Default: it keeps nothing. */
  readonly close?: () => Promise<void>;
}

export interface ContainerTask {
  readonly image: string;
  /** The program and what comes first, with everything filled in. Empty: what the image itself would start. */
  readonly command: readonly string[];
  /** What follows the command, or the image's own. */
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** The same as in the command line, for executors that call the code without one. */
  readonly executorInput: ExecutorInput;
  /** Absolute; exists, and is this task's alone. */
  readonly workFolder: string;
  /** Which run it belongs to. */
  readonly runId: string;
  /** Holds the runs with all their files, and the cache. Absolute; the task sees it under the same path. */
  readonly root: string;
  /** Files and folders outside of the root that it reads. Absolute; seen under the same paths. */
  readonly reads: readonly string[];
  /** Default: no limits, no accelerators. */
  readonly resources?: TaskResources;
  /** Default: none. */
  readonly timeoutMs?: number;
}

/** What a container may use at most. Processes of this machine are not held to it. */
export interface TaskResources {
  /** Processors, as 0.5. */
  readonly cpus?: number;
  readonly memoryBytes?: number;
  readonly accelerators?: number;
}

export interface TaskControl {
  /** Each whole line of the task's output, secrets masked. The task waits while this is busy. */
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void | Promise<void>;
  /** Aborting asks the task to end; after a grace it is ended. */
  readonly stop: AbortSignal;
  /** Aborting ends the task at once. */
  readonly kill: AbortSignal;
}

export type TaskExit =
  | { readonly kind: "exited"; readonly code: number }
  /** `because`: where that is known. */
  | { readonly kind: "killed"; readonly signal: string; readonly because?: string }
  /** Because it was asked to. */
  | { readonly kind: "stopped" }
  | { readonly kind: "timed-out" }
  /** The message says why. */
  | { readonly kind: "not-started"; readonly message: string };
