// Where a person sits who looks on at a job: what is typed, where it is shown, and Ctrl-C.
import type { Readable } from "node:stream";
import type { Terminal } from "../../pipeline/runner/report/live-reporter.ts";

export interface Desk {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Terminal;
  /** Calls `listener` at each Ctrl-C; gives what stops that. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** Of this process. */
export const ownDesk: Desk = {
  input: process.stdin,
  output: process.stderr,
  onInterrupt: (listener) => {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const name of signals) process.on(name, listener);
    return () => {
      for (const name of signals) process.off(name, listener);
    };
  },
};
