// An IR file to what a plan is made against: a job of Vertex AI as JSON, with its tasks, or a pipeline alone.
import { isObject, type JsonObject } from "../../ir/json-object.ts";
import type { PipelineFile } from "../../ir/pipeline-file.ts";
import { submissionDefaults } from "../../ir/pipeline-job.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { timestamp } from "../client/protobuf-json.ts";
import { jobMessage } from "../job/job-message.ts";
import { type Job, readJob } from "../job/read-job.ts";
import { type EarlierJob, earlierFromJob } from "./earlier-job.ts";

/** Of a pipeline alone, or in a job that has not run: as if it had run whole, with the job's parameters if there is one. */
export function earlierFromFile(name: string, { pipeline, job }: PipelineFile): EarlierJob {
  const json = (job ?? {}) as unknown as JsonObject; // a job was read as JSON
  const { jobDetail, tasks: listed } = json;
  const spec = pipeline as unknown as JsonObject; // as is the pipeline
  if (Array.isArray(listed) && (listed as readonly Json[]).every(isTaskDetail)) {
    // As `pollux job --json` prints it.
    return { ...earlierFromJob({ parameters: {}, ...json, pipelineSpec: spec } as unknown as Job), name };
  }
  if (isObject(jobDetail) && Array.isArray(jobDetail["taskDetails"])) {
    const tasks = (jobDetail["taskDetails"] as readonly Json[]).map(withTimestamps);
    const message = jobMessage({
      ...json,
      pipelineSpec: spec,
      jobDetail: { ...jobDetail, taskDetails: tasks },
    });
    return { ...earlierFromJob(readJob(message)), name };
  }
  const parameters = job && submissionDefaults(job).parameters;
  return { name, source: "file", spec: pipeline, ...(parameters && { parameters }) };
}

function isTaskDetail(task: Json): boolean {
  if (!isObject(task)) return false;
  return [task["id"], task["name"], task["state"]].every((field) => typeof field === "string");
}

/** REST writes a time as text, the clients as seconds since 1970. */
function withTimestamps(task: Json): Json {
  if (!isObject(task)) return task;
  const times = ["createTime", "startTime", "endTime"].flatMap((field) => {
    const time = task[field];
    const milliseconds = typeof time === "string" ? Date.parse(time) : Number.NaN;
    return Number.isNaN(milliseconds) ? [] : [[field, { ...timestamp(milliseconds) }] as const];
  });
  return { ...task, ...Object.fromEntries(times) };
}
