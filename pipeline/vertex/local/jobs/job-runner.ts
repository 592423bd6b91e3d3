// Runs jobs on the local runner: a few at once, the others wait. What becomes of each is kept in the store.
import { availableParallelism } from "node:os";
import { now } from "../store/names.ts";
import { tryAgain } from "../store/try-again.ts";
import { hasEnded, type JobBody, type JobFields, type JobRecord, type Jobs, jobsOf } from "./job-record.ts";
import { keepArtifacts } from "./known-artifacts.ts";
import { cancelled, type JobEnd, runJob, type RunSettings, type Stops } from "./run-job.ts";
import { jobDetail } from "./task-details.ts";

export interface JobRunnerOptions extends RunSettings {
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

interface Active extends Stops {
  readonly done: Promise<void>;
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { store } = options;
  const jobs = jobsOf(store);
  const jobsAtOnce = options.jobsAtOnce ?? Math.max(2, availableParallelism());
  const waiting: string[] = [];
  const active = new Map<string, Active>();
  const listeners: ((name: string) => void)[] = [];
  const stopping = new AbortController();

  const startNext = (): void => {
    while (!stopping.signal.aborted && active.size < jobsAtOnce) {
      const name = waiting.shift();
      if (name === undefined) return;
      const stops = { soft: new AbortController(), hard: new AbortController() };
      const done = conduct(options, name, { ...stops, stopping: stopping.signal })
        .catch((error: unknown) => console.error(error)) // a defect: the other jobs go on
        .finally(() => {
          active.delete(name);
          startNext();
          tell(name);
        });
      active.set(name, { ...stops, done });
    }
  };
  const tell = (name: string): void => listeners.forEach((listener) => listener(name));

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
        change(jobs, name, { ...cancelled, endTime: now() });
        waiting.splice(at, 1);
        tell(name);
        return;
      }
      change(jobs, name, { state: "PIPELINE_STATE_CANCELLING" });
      active.get(name)?.soft.abort();
    },
    ended: async (name) => active.get(name)?.done,
    onEnd: (listener) => void listeners.push(listener),
    stop: async () => {
      stopping.abort();
      for (const { hard } of active.values()) hard.abort();
      await Promise.allSettled([...active.values()].map(({ done }) => done));
    },
  };
}

/** A job whose beginning or end cannot be kept goes on at the next start. */
async function conduct(
  options: RunSettings,
  name: string,
  { stopping, ...stops }: Stops & { readonly stopping: AbortSignal },
): Promise<void> {
  const jobs = jobsOf(options.store);
  const begun = await tryAgain(() => begin(jobs, name, stops.soft), {
    what: `${name}: that it runs`,
    signal: stopping,
  });
  const record = begun && !stopping.aborted ? jobs.find(name) : undefined;
  if (record === undefined) return;
  const end = await runJob(options, record, stops);
  if (stopping.aborted) return;
  await tryAgain(() => finish(options, name, end), { what: `${name}: its end`, signal: stopping });
}

function begin(jobs: Jobs, name: string, soft: AbortController): void {
  const record = jobs.find(name);
  if (record?.job.state === "PIPELINE_STATE_CANCELLING") soft.abort();
  else if (record !== undefined)
    change(jobs, name, { state: "PIPELINE_STATE_RUNNING", startTime: record.job["startTime"] ?? now() });
}

function finish({ store, root }: RunSettings, name: string, end: JobEnd): void {
  const jobs = jobsOf(store);
  store.transaction(() => {
    const record = change(jobs, name, { ...end, endTime: now() });
    if (record === undefined) return;
    const body = jobs.body(name) as JobBody; // as `createJob` made it
    const detail = jobDetail(root, record);
    jobs.put(name, record, { ...body, jobDetail: detail });
    keepArtifacts(store, detail);
  });
}

function change(jobs: Jobs, name: string, fields: Partial<JobFields>): JobRecord | undefined {
  const record = jobs.find(name);
  if (record === undefined) return undefined;
  const changed = { ...record, job: { ...record.job, ...fields, updateTime: now() } as JobFields }; // none is removed
  jobs.put(name, changed);
  return changed;
}
