// Puts into words how a run ended, why, and where to look.
import type { TaskFinalStatus } from "../../pipeline/index.ts";

export interface Notification {
  readonly state: string;
  /** One sentence for a person. */
  readonly subject: string;
  /** The failure in the task's own words; absent when all went well. */
  readonly cause?: string;
  readonly whereToLook: string;
}

export function describeFinalStatus(status: Partial<TaskFinalStatus>, endpoint: string): Notification {
  const state = status.state ?? "UNKNOWN";
  const job = status.pipelineJobResourceName ?? "";
  const cause = status.error?.message.trim();
  return {
    state,
    subject: subject(state, endpoint),
    ...(cause ? { cause } : {}),
    whereToLook: consolePage(job) ?? (job || "the log of the run"),
  };
}

function subject(state: string, endpoint: string): string {
  switch (state) {
    case "SUCCEEDED":
      return `The twin is ready: it answers at the endpoint "${endpoint}".`;
    case "FAILED":
      return `The twin was not built: a task failed. The endpoint "${endpoint}" is as it was.`;
    case "CANCELLED":
      return `The twin was not built: the run was cancelled. The endpoint "${endpoint}" is as it was.`;
    default:
      return `The run for the endpoint "${endpoint}" ended in the state ${state}.`;
  }
}

/** The page of a Vertex AI pipeline job; undefined for a name that is not a job's. */
function consolePage(job: string): string | undefined {
  const parts = /^projects\/([^/]+)\/locations\/([^/]+)\/pipelineJobs\/([^/]+)$/.exec(job);
  if (parts === null) return undefined;
  const [, project, location, id] = parts;
  if (project === "local")
    return `the folder runs/${id} of the runner's root (.pollux unless told otherwise)`; // a job of the local runner
  return `https://console.cloud.google.com/vertex-ai/locations/${location}/pipelines/runs/${id}?project=${project}`;
}
