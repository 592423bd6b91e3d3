// Work on the store that nobody waits for, as to keep how a job ended: while another process has the file locked, or
// the disk is full, it is tried again.
import { setTimeout as sleep } from "node:timers/promises";
import { StatusError } from "../status.ts";

const delaysMs = [250, 1_000, 3_000, 10_000];

export interface Trying {
  /** What is tried, for the line that says that it failed: `NAME: its end is kept`. */
  readonly what: string;
  /** Nothing is tried again once it is aborted. */
  readonly signal?: AbortSignal;
}

/** Gives whether it came about; why it did not is said on stderr. The first try is made before this returns. */
export async function tryAgain(work: () => void, { what, signal }: Trying): Promise<boolean> {
  for (const delay of [...delaysMs, undefined]) {
    try {
      work();
      return true;
    } catch (error) {
      const isLast = delay === undefined || signal?.aborted === true || !isStoreBusy(error);
      const next = isLast ? "It is given up" : `It is tried again in ${delay / 1000} s`;
      console.error(`${what}: ${error instanceof Error ? error.message : String(error)}. ${next}.`);
      if (isLast) return false;
      await sleep(delay, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {}); // aborted
    }
  }
  return false;
}

/** SQLite's BUSY, LOCKED, READONLY, IOERR, FULL and CANTOPEN, in the lower byte of the code. */
const passing: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);

/** Whether the store cannot be written now, though perhaps later. */
export function isStoreBusy(error: unknown): error is Error {
  return (
    error instanceof Error &&
    "errcode" in error &&
    typeof error.errcode === "number" &&
    passing.has(error.errcode & 0xff)
  );
}

/** As a client is told. */
export function storeBusy({ message }: Error): StatusError {
  return new StatusError(
    "UNAVAILABLE",
    `The local Vertex cannot use its store: ${message}. Try again once what locks it, or fills the disk, is gone.`,
  );
}
