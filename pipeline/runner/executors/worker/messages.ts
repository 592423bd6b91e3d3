// What the runner tells a warm thread, and what it hears back; the process around the thread passes both on.

/** From the runner. */
export interface TaskMessage {
  readonly args: readonly string[];
  readonly folder: string;
  /** A line that ends the task's output. An empty line before it is not the task's. */
  readonly mark: string;
}

export type ThreadMessage =
  | ({ readonly kind: "task" } & TaskMessage)
  | { readonly kind: "signal"; readonly signal: "SIGTERM" | "SIGINT"; readonly number: number };

export type HostMessage =
  /** The program does not do what the task wants: nothing has run. */
  | { readonly kind: "declined" }
  /** The task has ended, and the thread takes another. */
  | { readonly kind: "done"; readonly code: number };
