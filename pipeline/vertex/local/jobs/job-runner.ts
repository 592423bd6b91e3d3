// Runs jobs on the local runner: a few at once, the others wait. What becomes of each is kept in the store.
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { resumeRun, runIds, runPipeline, type RunResult, type TaskExecutor } from "../../../runner/index.ts";
import { statusCode } from "../status.ts";
import { now } from "../store/names.ts";
import type { Store } from "../store/store.ts";
import {
  failsFast,
  hasEnded,
  type JobBody,
  type JobFields,
  type JobRecord,
  jobsOf,
  type JobState,
  runPlace,
  specOf,
} from "./job-record.ts";
import { keepArtifacts } from "./known-artifacts.ts";
import { jobDetail } from "./task-details.ts";

export interface JobRunnerOptions {
  readonly store: Store;
  /** Of the local Vertex. */
  readonly root: string;
  /** Made anew for each job. */
  readonly executor: () => TaskExecutor;
  /** Tasks of one job at once. Default: as many as there are processors. */
  readonly parallelism?: number;
  /** Default: as many as there are processors, and at least two. */
  readonly jobsAtOnce?: number;
}

export interface JobRunner {
  /** Goes on with the jobs that were there when the process ended. */
  readonly start: () => void;
  /** A job that the store has, pending. */
  readonly add: (name: string) => void;
  /** Of a job that has not ended. */
  readonly cancel: (name: string) => void;
  /** Once it has ended; at once if it does not run. */
  readonly ended: (name: string) => Promise<void>;
  /** Told of each job that has ended. */
  readonly onEnd: (listener: (name: string) => void) => void;
  /** Tasks are ended, and the jobs go on when the local Vertex is started again. */
  readonly stop: () => Promise<void>;
}

interface Active {
  readonly soft: AbortController;
  readonly hard: AbortController;
  readonly done: Promise<void>;
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { store } = options;
  const jobs = jobsOf(store);
  const jobsAtOnce = options.jobsAtOnce ?? Math.max(2, availableParallelism());
  const waiting: string[] = [];
  const active = new Map<string, Active>();
  const listeners: ((name: string) => void)[] = [];
  let stopping = false;

  const change = (name: string, fields: Partial<JobFields>): JobRecord | undefined => {
    const record = jobs.find(name);
    if (record === undefined) return undefined;
    const changed = { ...record, job: { ...record.job, ...fields, updateTime: now() } as JobFields }; // none is removed
    jobs.put(name, changed);
    return changed;
  };
  const startNext = (): void => {
    while (!stopping && active.size < jobsAtOnce) {
      const name = waiting.shift();
      if (name === undefined) return;
      begin(name);
    }
  };
  const begin = (name: string): void => {
    const soft = new AbortController();
    const hard = new AbortController();
    if (jobs.get(name).job.state === "PIPELINE_STATE_CANCELLING") soft.abort();
    else
      change(name, { state: "PIPELINE_STATE_RUNNING", startTime: jobs.get(name).job["startTime"] ?? now() });
    const done = run(options, jobs.get(name), { soft, hard })
      .then((end) => {
        if (!stopping) finish(name, end);
      })
      .finally(() => {
        active.delete(name);
        startNext();
        for (const listener of listeners) listener(name);
      });
    active.set(name, { soft, hard, done });
  };
  const finish = (name: string, end: JobEnd): void => {
    const record = change(name, { ...end, endTime: now() });
    if (record === undefined) return;
    const body = jobs.body(name) as JobBody; // as `createJob` made it
    const detail = jobDetail(options.root, record);
    store.transaction(() => {
      jobs.put(name, record, { ...body, jobDetail: detail });
      keepArtifacts(store, detail);
    });
  };

  return {
    start: () => {
      for (const { name, value } of [...jobs.list()].reverse()) if (!hasEnded(value)) waiting.push(name);
      startNext();
    },
    add: (name) => {
      waiting.push(name);
      setImmediate(startNext); // whoever asked for it is answered first
    },
    cancel: (name) => {
      const at = waiting.indexOf(name);
      if (at !== -1) {
        waiting.splice(at, 1);
        change(name, { ...cancelled, endTime: now() });
        for (const listener of listeners) listener(name);
        return;
      }
      change(name, { state: "PIPELINE_STATE_CANCELLING" });
      active.get(name)?.soft.abort();
    },
    ended: async (name) => active.get(name)?.done,
    onEnd: (listener) => void listeners.push(listener),
    stop: async () => {
      stopping = true;
      for (const { hard } of active.values()) hard.abort();
      await Promise.allSettled([...active.values()].map(({ done }) => done));
    },
  };
}

interface JobEnd {
  readonly state: JobState;
  readonly error?: { readonly code: number; readonly message: string };
}

const cancelled: JobEnd = {
  state: "PIPELINE_STATE_CANCELLED",
  error: { code: statusCode("CANCELLED"), message: "The job was cancelled." },
};

async function run(
  options: JobRunnerOptions,
  record: JobRecord,
  stops: Pick<Active, "soft" | "hard">,
): Promise<JobEnd> {
  const { store, root, executor, parallelism } = options;
  const { name } = record.job;
  const place = runPlace(root, name);
  const settings = {
    ...place,
    executor: executor(),
    failFast: failsFast(record),
    signal: stops.soft.signal,
    hardSignal: stops.hard.signal,
    ...(parallelism !== undefined && { parallelism }),
  };
  try {
    // A process that was killed may have made the folder and no more.
    const began = runIds(place.root).includes(place.runId);
    if (!began) rmSync(join(place.root, "runs", place.runId), { recursive: true, force: true });
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

/** `projects/P/locations/L/pipelineJobs/J`. */
function namesOf(job: string): { readonly [name: string]: string } {
  const [, project = "", , location = "", , id = ""] = job.split("/");
  return {
    pipeline_job_name: id,
    pipeline_job_resource_name: job,
    pipeline_google_cloud_project_id: project,
    pipeline_google_cloud_location: location,
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
