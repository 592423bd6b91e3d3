// One process at a time works on a run: a lock in its folder names the one that does.
import { join } from "node:path";
import { UserError } from "../ir/user-error.ts";
import { giveUpLock, lockHolder, takeLock } from "./process-lock.ts";

/** Gives what ends the lock. Throws `RUN_ACTIVE` if a living process holds it; a dead one holds nothing. */
export function lockRun(folder: string): () => void {
  const file = join(folder, "lock");
  const holder = takeLock(file);
  if (holder !== undefined) {
    throw new UserError(
      "RUN_ACTIVE",
      `${folder}: process ${holder} is at work on this run. Wait until it has ended, or end it.`,
    );
  }
  return () => giveUpLock(file);
}

/** The process that works on the run now; `undefined` if none does. */
export function runHolder(folder: string): number | undefined {
  return lockHolder(join(folder, "lock"));
}
