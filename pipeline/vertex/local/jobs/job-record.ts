// What is kept of a pipeline job, and what of it clients see.
import { join } from "node:path";
import { isObject, type JsonObject, own } from "../../../ir/json-object.ts";
import type { Json, PipelineSpec } from "../../../ir/pipeline-spec.ts";
import { parseName } from "../store/names.ts";
import type { Collection, Store } from "../store/store.ts";

export interface JobRecord {
  /** As clients see it, without what is in the body. */
  readonly job: JobFields;
  readonly pipelineName: string;
  /** Of its pipeline: what to run it with. */
  readonly parameters: JsonObject;
  /** Addresses of its input artifacts. */
  readonly artifacts: { readonly [name: string]: string };
}

/** Besides these, whatever fields of a PipelineJob the client set. */
export interface JobFields extends JsonObject {
  readonly name: string;
  readonly state: JobState;
  readonly createTime: string;
}

/** What is large, and changes once. */
export interface JobBody {
  readonly pipelineSpec: JsonObject;
  /** Once the job has ended. */
  readonly jobDetail?: JsonObject;
}

export type JobState =
  `PIPELINE_STATE_${"PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLING" | "CANCELLED"}`;

const ended: ReadonlySet<string> = new Set(
  ["SUCCEEDED", "FAILED", "CANCELLED"].map((state) => `PIPELINE_STATE_${state}`),
);

export function hasEnded({ job }: Pick<JobRecord, "job">): boolean {
  return ended.has(job.state);
}

export type Jobs = Collection<JobRecord>;

export function jobsOf(store: Store): Jobs {
  return store.collection<JobRecord>("pipelineJobs");
}

export function specOf({ pipelineSpec }: JobBody): PipelineSpec {
  return pipelineSpec as unknown as PipelineSpec; // it was checked when the job was made
}

/** Where the runner works: a root for each project and location, so that each has its own cache, as on Vertex. */
export function runPlace(root: string, jobName: string): { readonly root: string; readonly runId: string } {
  const { parent, id } = parseName(jobName, "pipelineJobs");
  return { root: join(root, "projects", parent.project, "locations", parent.location), runId: id };
}

/** Of its run, within that root. */
export function runFolder(root: string, jobName: string): string {
  const place = runPlace(root, jobName);
  return join(place.root, "runs", place.runId);
}

export function failsFast({ job }: JobRecord): boolean {
  const config = job["runtimeConfig"];
  return isObject(config) && config["failurePolicy"] === "PIPELINE_FAILURE_POLICY_FAIL_FAST";
}

export function textField(object: Json | undefined, field: string): string | undefined {
  const value = isObject(object) ? own(object, field) : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
