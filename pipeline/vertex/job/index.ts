// A job of Vertex AI: what is asked for, what is wrong with it, what is sent, and what comes back.
export type { JobRequest, JobToCheck, JobToSend } from "./job-request.ts";
export { checkJob } from "./check-job.ts";
export { JobError } from "./problem.ts";
export { makeJob, pipelineRootOf, submissionLabel, submissionOf, type CreateJob } from "./make-job.ts";
export { makeJobId } from "./job-id.ts";
export { overrideCaching, type CachingChoice } from "./override-caching.ts";
export { jobMessage } from "./job-message.ts";
export {
  jobStates,
  readJob,
  type Job,
  type JobState,
  type JobStatus,
  type TaskDetail,
  type TaskDetailState,
} from "./read-job.ts";
