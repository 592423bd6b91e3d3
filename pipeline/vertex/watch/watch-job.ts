// Looks at a job again and again, and tells what happens in it until it has ended.
import type { RunEvent } from "../../runner/index.ts";
import { interruptible, sleep, type Connection } from "../client/index.ts";
import type { Job } from "../job/index.ts";
import { getJob } from "../jobs.ts";
import { jobEvents, runStateOf } from "./job-events.ts";

export interface WatchOptions {
  readonly onEvent?: (event: RunEvent) => void;
  /** The job as it is at each look, before its events. */
  readonly onJob?: (job: Job) => void;
  /** Breaks off; the job goes on. */
  readonly signal?: AbortSignal;
  /** Milliseconds between two looks; the first follow faster. Default 5000. */
  readonly pause?: number;
}

const usualPause = 5000;

/** Gives the job once it has ended. Rejects with the signal's reason if that breaks it off. */
export async function watchJob(
  connection: Connection,
  id: string,
  { onEvent, onJob, signal, pause = usualPause }: WatchOptions = {},
): Promise<Job> {
  const eventsOf = jobEvents();
  for (let looks = 1; ; looks += 1) {
    const job = await interruptible(() => getJob(connection, id), signal);
    onJob?.(job);
    for (const event of eventsOf(job)) onEvent?.(event);
    if (runStateOf(job.state) !== undefined) return job;
    await sleep(Math.min(pause, 500 * looks), signal);
  }
}
