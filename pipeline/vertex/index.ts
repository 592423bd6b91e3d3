// Vertex AI from a program: submit pipelines, watch and manage jobs, schedules and templates.

export { submit, submitFile, type SubmitOptions, type SubmittedJob } from "./submit.ts";
export { connect, type Connection } from "./client/index.ts";
export { resolveConfig, type VertexConfig } from "./config/index.ts";
export { cancelJob, deleteJob, getJob, listJobs, type ListedJob } from "./jobs.ts";
export { watchJob } from "./watch/index.ts";
export {
  createSchedule,
  deleteSchedule,
  listSchedules,
  pauseSchedule,
  resumeSchedule,
  updateSchedule,
} from "./schedules/index.ts";
export { listTemplates, listVersions, readTemplate, uploadTemplate } from "./templates/index.ts";
export type { CachingChoice, Job, TaskDetail } from "./job/index.ts";
