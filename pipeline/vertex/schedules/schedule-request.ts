// What is sent of a schedule, beside its times.
import { type CreateJob, JobError, jobMessage } from "../job/index.ts";
import { checkSchedule } from "./check-schedule.ts";
import type { ScheduleSettings } from "./schedule.ts";

/** A job without its name and id: the service gives each run its own. */
export function jobRequest({ parent, pipelineJob }: CreateJob) {
  const { displayName, ...job } = pipelineJob;
  return { parent, pipelineJob: jobMessage(job) };
}

/** Throws a `JobError` with everything. */
export function requireValid(displayName: string, settings: ScheduleSettings): void {
  const problems = checkSchedule(displayName, settings);
  if (problems.length > 0) throw new JobError(problems);
}
