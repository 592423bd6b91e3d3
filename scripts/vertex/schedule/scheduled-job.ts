// A job as the one that a schedule runs again and again.
import { type CreateJob, makeJob } from "../../../pipeline/vertex/job/index.ts";
import type { ReadJob } from "../read-job.ts";

/** Known by the schedule's name: the same pipeline with the same parameters is the same job each time it is read. */
export function scheduled({ request, config }: ReadJob, displayName: string): CreateJob {
  return makeJob({ request, config }, displayName);
}
