// What runs the command line of a task. Each executor passes the suite in `test/pipeline/runner/executor-contract.ts`.
import type { ExecutorInput } from "../../ir/executor-input.ts";

export interface TaskExecutor {
  readonly name: string;
  /** Throws `IMAGE_UNKNOWN`, a `UserError`, if a task of this image could not run. */
  readonly checkImage: (image: string) => void;
  /** Says which code the image runs here, beyond its name; part of the key in the cache. */
  readonly codeFingerprint: (image: string) => Promise<string>;
  /** Resolves when nothing of the task is left, however it ended. Rejects only for reasons that end the whole run. */
  readonly run: (task: ContainerTask, control: TaskControl) => Promise<TaskExit>;
}

export interface ContainerTask {
  readonly image: string;
  /** Command and arguments with everything filled in; the first is the program. */
  readonly command: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** The same as in the command line, for executors that call the code without one. */
  readonly executorInput: ExecutorInput;
  /** Absolute; exists, and is this task's alone. */
  readonly workFolder: string;
  /** Default: none. */
  readonly timeoutMs?: number;
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
  | { readonly kind: "killed"; readonly signal: string }
  /** Because it was asked to. */
  | { readonly kind: "stopped" }
  | { readonly kind: "timed-out" }
  /** The message says why. */
  | { readonly kind: "not-started"; readonly message: string };
