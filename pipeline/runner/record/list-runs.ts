// A root to a line about each of its runs.
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../ir/user-error.ts";
import { readWithoutInputs } from "./read-run.ts";
import { runIds } from "./run-ids.ts";
import type { RecordedRunState, RecordedTaskState, RunRecord } from "./run-record.ts";

export interface RunSummary {
  readonly runId: string;
  readonly pipeline: string;
  /** `UNREADABLE`: its events are damaged. */
  readonly state: RecordedRunState | "UNREADABLE";
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly seconds: number;
  /** Tasks by state, groups and loops not counted. */
  readonly tasks: { readonly [state in RecordedTaskState]?: number };
  /** Of all its files, in bytes. */
  readonly size: number;
}

export interface ListOptions {
  /** Default: all. */
  readonly limit?: number;
  /** Default: the present. */
  readonly now?: number;
}

/** Newest first; none where there is no such root. */
export function listRuns(
  root: string,
  { limit = Infinity, now = Date.now() }: ListOptions = {},
): readonly RunSummary[] {
  return runIds(root)
    .slice(0, limit)
    .flatMap((runId) => {
      const listed = describeRun(root, runId, now);
      return existsSync(join(root, "runs", runId)) ? [listed] : []; // else it has been deleted meanwhile
    });
}

function describeRun(root: string, runId: string, now: number): RunSummary {
  const size = folderSize(join(root, "runs", runId));
  try {
    return summary(readWithoutInputs(root, runId, now), size);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { runId, pipeline: runId, state: "UNREADABLE", startedAt: 0, seconds: 0, tasks: {}, size };
  }
}

function summary(run: Omit<RunRecord, "spec">, size: number): RunSummary {
  const { runId, pipeline, state, startedAt, seconds } = run;
  return { runId, pipeline, state, startedAt, seconds, tasks: countTasks(run), size };
}

export function countTasks({ tasks }: Pick<RunRecord, "tasks">): RunSummary["tasks"] {
  const counts: { [state in RecordedTaskState]?: number } = {};
  for (const { type, state } of tasks) {
    if (type === "task") counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

/** In bytes; of links only themselves. What vanishes meanwhile counts nothing. */
export function folderSize(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .map((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? folderSize(path) : sizeOf(path);
      })
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}

function sizeOf(file: string): number {
  try {
    return lstatSync(file).size;
  } catch {
    return 0;
  }
}
