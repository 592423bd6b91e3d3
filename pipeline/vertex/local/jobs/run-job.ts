// One job on the local runner: from the beginning, or from where a process that ended had left it.
import { rmSync } from "node:fs";
import { resumeRun, runIds, runPipeline, type RunResult, type TaskExecutor } from "../../../runner/index.ts";
import { statusCode } from "../status.ts";
import { parseName } from "../store/names.ts";
import type { Store } from "../store/store.ts";
import {
  failsFast,
  type JobBody,
  type JobRecord,
  jobsOf,
  type JobState,
  runFolder,
  runPlace,
  specOf,
} from "./job-record.ts";

export interface RunSettings {
  readonly store: Store;
  /** Of the local Vertex. */
  readonly root: string;
  /** Made anew for each job. */
  readonly executor: () => TaskExecutor;
  /** Tasks of one job at once. Default: as many as there are processors. */
  readonly parallelism?: number;
}

export interface Stops {
  /** Cancels the job. */
  readonly soft: AbortController;
  /** Ends its tasks, for a later start to go on. */
  readonly hard: AbortController;
}

export interface JobEnd {
  readonly state: JobState;
  readonly error?: { readonly code: number; readonly message: string };
}

export const cancelled: JobEnd = {
  state: "PIPELINE_STATE_CANCELLED",
  error: { code: statusCode("CANCELLED"), message: "The job was cancelled." },
};

/** What goes wrong is the job's end as well. */
export async function runJob(
  { store, root, executor, parallelism }: RunSettings,
  record: JobRecord,
  stops: Stops,
): Promise<JobEnd> {
  const { name } = record.job;
  const place = runPlace(root, name);
  try {
    const settings = {
      ...place,
      executor: executor(),
      failFast: failsFast(record),
      signal: stops.soft.signal,
      hardSignal: stops.hard.signal,
      ...(parallelism !== undefined && { parallelism }),
    };
    // A process that was killed may have made the folder and no more.
    const began = runIds(place.root).includes(place.runId);
    if (!began) rmSync(runFolder(root, name), { recursive: true, force: true });
    const spec = specOf(jobsOf(store).body(name) as JobBody); // as `createJob` made it
    const { parameters, artifacts } = record;
    const result = await (began
      ? resumeRun(settings)
      : runPipeline({ ...settings, spec, parameters, artifacts, cwd: place.root, names: namesOf(name) }));
    return endOf(result);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { state: "PIPELINE_STATE_FAILED", error: { code: statusCode("INTERNAL"), message } };
  }
}

function namesOf(job: string): { readonly [name: string]: string } {
  const { parent, id } = parseName(job, "pipelineJobs");
  return {
    pipeline_job_name: id,
    pipeline_job_resource_name: job,
    pipeline_google_cloud_project_id: parent.project,
    pipeline_google_cloud_location: parent.location,
  };
}

function endOf(result: RunResult): JobEnd {
  if (result.state === "SUCCEEDED") return { state: "PIPELINE_STATE_SUCCEEDED" };
  if (result.state === "CANCELLED") return cancelled;
  const failed = result.tasks.filter(({ state, path }) => state === "FAILED" && !path.includes("/"));
  const names = failed.map(({ path }) => path);
  const reasons = failed.flatMap(({ path, error }) => (error === undefined ? [] : [`${path}: ${error}`]));
  const message = [
    `The DAG failed because some tasks failed. The failed tasks are: [${names.join(", ")}].`,
    ...reasons,
  ].join("\n");
  return { state: "PIPELINE_STATE_FAILED", error: { code: statusCode("FAILED_PRECONDITION"), message } };
}
