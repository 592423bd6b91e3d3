// A run as its folder holds it: the pipeline, and what has happened.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import type { KeptEvent, RunStarted } from "./events.ts";
import { readEvents } from "./journal.ts";
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
  return { folder, spec: readSpec(folder), started, events };
}

/**
 * The newest run; those of one task alone are left out. With a path: the newest in which that task was begun.
 * `undefined`: there is none.
 */
export function latestRun(root: string, path?: string): string | undefined {
  const runs = resolve(root);
  return runIds(runs).find((runId) => {
    const events = readEvents(join(runs, "runs", runId));
    if (path !== undefined)
      return events.some((event) => event.kind === "task-started" && event.path === path);
    return events[0]?.kind === "run-started" && events[0].only === undefined;
  });
}

function readSpec(folder: string): PipelineSpec {
  try {
    return JSON.parse(readFileSync(join(folder, "pipeline.json"), "utf8")) as PipelineSpec; // as the run wrote it
  } catch {
    throw new UserError(
      "RUN_UNREADABLE",
      `${folder}: its pipeline.json is missing or no JSON. Restore the file, or remove the run.`,
    );
  }
}
