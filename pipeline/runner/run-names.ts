// What a run is called: its id, and what stands for `{{$.NAME}}` in all of its tasks.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { UserError } from "../ir/user-error.ts";
import type { RunStarted } from "./events.ts";

/** Throws `RUN_ID_INVALID`. */
export function checkRunId(runId: string): string {
  if (/^\w[\w-]{0,127}$/.test(runId)) return runId;
  throw new UserError(
    "RUN_ID_INVALID",
    `run id "${runId}": it names a folder. Use at most 128 letters, digits, "-" and "_".`,
  );
}

/** `digital-twin-20261121-114600-3f9a1c`. */
export function newRunId(pipeline: string, now: Date): string {
  const [date = "", time = ""] = now.toISOString().replace(/[-:]/g, "").split(/[T.]/);
  const name = pipeline.replace(/[^\w-]+/g, "-").replace(/^-+/, "");
  return `${name || "run"}-${date}-${time}-${randomBytes(3).toString("hex")}`;
}

export function runNames({
  runId,
  folder,
  time: started,
  names,
}: Pick<RunStarted, "runId" | "folder" | "time" | "names">): { readonly [name: string]: string } {
  const time = new Date(started).toISOString();
  return {
    pipeline_job_name: runId,
    pipeline_job_resource_name: `projects/local/locations/local/pipelineJobs/${runId}`,
    pipeline_job_uuid: runId,
    pipeline_job_create_time_utc: time,
    pipeline_job_schedule_time_utc: time,
    pipeline_root: folder,
    workspace_path: join(folder, "workspace"),
    ...names,
  };
}
