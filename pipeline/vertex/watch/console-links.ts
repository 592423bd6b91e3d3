// Where Google's console shows a job and its logs.
import { isLoopback, type VertexConfig } from "../config/index.ts";

/** A job of the local Vertex is in no console. */
export function isInConsole({ apiEndpoint = "" }: VertexConfig): boolean {
  return !isLoopback(apiEndpoint);
}

/** Of `projects/P/locations/L/pipelineJobs/ID`. */
export function jobLink(name: string): string {
  const [, project = "", , location = "", , id = ""] = name.split("/");
  return (
    `https://console.cloud.google.com/vertex-ai/locations/${location}/pipelines/runs/${id}` +
    `?project=${encodeURIComponent(project)}`
  );
}

/** Of what a task's container wrote; `customJob` is `projects/P/locations/L/customJobs/ID`. */
export function logLink(customJob: string, project: string): string {
  const id = customJob.slice(customJob.lastIndexOf("/") + 1);
  const query = `resource.type="ml_job"\nresource.labels.job_id="${id}"`;
  return (
    `https://console.cloud.google.com/logs/query;query=${encodeURIComponent(query)}` +
    `?project=${encodeURIComponent(project)}`
  );
}
