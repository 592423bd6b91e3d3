// Goes on with a run that a killed runner left, or that did not end well.
import { resolve } from "node:path";
import { carryOut, type RunSettings } from "./carry-out.ts";
import { checkSpec } from "./check-spec.ts";
import { diskError, reopenJournal } from "./journal.ts";
import { lockRun } from "./run-lock.ts";
import type { RunResult } from "./run-result.ts";
import { readStoredRun } from "./stored-run.ts";

export interface ResumeOptions extends RunSettings {
  readonly runId: string;
}

/**
 * A run that was killed goes on where it was: tasks that had ended, well or not, do not run again. Of one that had ended,
 * what failed, was skipped or was cancelled runs again, and what waited for that; of any, so does what made a file that
 * is gone. Throws `RUN_UNKNOWN`, `RUN_ACTIVE`, `RUN_MOVED`, `RUN_UNREADABLE`, and what `runPipeline` throws.
 */
export async function resumeRun(options: ResumeOptions): Promise<RunResult> {
  const { runId, executor } = options;
  const root = resolve(options.root);
  const unlock = lockRun(readStoredRun(root, runId).folder);
  try {
    const { spec, started, events, folder } = readStoredRun(root, runId); // as its last holder left it
    checkSpec(spec, executor, root);
    await executor.recover?.(runId, root);
    const journal = reopenJournal(folder);
    return await carryOut({ spec, root, started, earlier: events, journal }, options);
  } catch (error) {
    throw diskError(root, error) ?? error;
  } finally {
    unlock();
  }
}
