// A run as its folder holds it: the pipeline, and what has happened.
import { join, resolve } from "node:path";
import type { PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import type { KeptEvent, RunStarted } from "./events.ts";
import { readEvents } from "./journal.ts";
import { readSpec } from "./record/read-spec.ts";
import { runIds } from "./record/run-ids.ts";
import { checkRunId } from "./run-names.ts";

export interface StoredRun {
  /** Absolute. */
  readonly folder: string;
  readonly spec: PipelineSpec;
  readonly started: RunStarted;
  readonly events: readonly KeptEvent[];
}

/** Throws `RUN_UNKNOWN` with the latest runs' ids, `RUN_UNREADABLE`, and `RUN_MOVED` if its files' paths hold no more. */
export function readStoredRun(root: string, runId: string): StoredRun {
  const folder = join(resolve(root), "runs", checkRunId(runId));
  const events = readEvents(folder);
  const [started] = events;
  if (started?.kind !== "run-started") {
    const latest = runIds(resolve(root)).slice(0, 5).join(", ");
    throw new UserError(
      "RUN_UNKNOWN",
      `run "${runId}": there is none in ${root}, or it never began. The latest are: ${latest || "none"}.`,
    );
  }
  if (started.folder !== folder) {
    throw new UserError(
      "RUN_MOVED",
      `run "${runId}": it was made in ${started.folder}, where its files' paths point. Move it back there.`,
    );
  }
  return { folder, spec: requireSpec(folder), started, events };
}

/**
 * The newest run; those of one task alone are left out. With a path: the newest in which that task was begun.
 * `undefined`: there is none.
 */
export function latestRun(root: string, path?: string): string | undefined {
  const runs = resolve(root);
  return runIds(runs).find((runId) => {
    const folder = join(runs, "runs", runId);
    if (path !== undefined) {
      return readableEvents(folder)?.some((event) => event.kind === "task-started" && event.path === path);
    }
    const events = readEvents(folder);
    return events[0]?.kind === "run-started" && events[0].only === undefined;
  });
}

/** Of the newest run that can be read: its id and the tasks that were begun in it. `undefined`: there is none. */
export function latestTasks(
  root: string,
): { readonly runId: string; readonly paths: readonly string[] } | undefined {
  for (const runId of runIds(resolve(root))) {
    const events = readableEvents(join(resolve(root), "runs", runId));
    if (events === undefined) continue;
    const paths = events.flatMap((event) => (event.kind === "task-started" ? [event.path] : []));
    return { runId, paths: [...new Set(paths)] };
  }
  return undefined;
}

function requireSpec(folder: string): PipelineSpec {
  const spec = readSpec(folder);
  if (spec !== undefined) return spec;
  throw new UserError(
    "RUN_UNREADABLE",
    `${folder}: its pipeline.json is missing or no pipeline. Restore the file, or remove the run.`,
  );
}

/** `undefined`: they cannot be read. */
function readableEvents(folder: string): readonly KeptEvent[] | undefined {
  try {
    return readEvents(folder);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
