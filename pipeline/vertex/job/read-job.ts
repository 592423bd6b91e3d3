// Turns a PipelineJob that a client gives into plain data: absent what is not set, times in milliseconds.
import type { JsonObject } from "../../ir/json-object.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { statusNames } from "../client/service-error.ts";
import {
  enumName,
  fromStruct,
  fromValue,
  milliseconds,
  present,
  record,
  text,
} from "../client/protobuf-json.ts";

export const jobStates = [
  "UNSPECIFIED",
  "QUEUED",
  "PENDING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
  "CANCELLING",
  "CANCELLED",
  "PAUSED",
] as const;
export type JobState = (typeof jobStates)[number];

const taskStates = [
  "STATE_UNSPECIFIED",
  "PENDING",
  "RUNNING",
  "SUCCEEDED",
  "CANCEL_PENDING",
  "CANCELLING",
  "CANCELLED",
  "FAILED",
  "SKIPPED",
  "NOT_TRIGGERED",
] as const;
/** `SKIPPED` is a hit in the cache; `NOT_TRIGGERED` is a task whose condition did not hold. */
export type TaskDetailState = (typeof taskStates)[number];

export interface JobStatus {
  /** As `PERMISSION_DENIED`. */
  readonly code: string;
  readonly message: string;
}

/** One job as the service tells of it. All times are in milliseconds since 1970. */
export interface Job {
  /** `projects/P/locations/L/pipelineJobs/ID` */
  readonly name: string;
  readonly id: string;
  readonly displayName: string;
  readonly state: JobState;
  readonly createTime?: number;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly updateTime?: number;
  readonly error?: JobStatus;
  readonly labels: { readonly [key: string]: string };
  readonly serviceAccount?: string;
  readonly network?: string;
  readonly pipelineRoot?: string;
  readonly parameters: { readonly [name: string]: Json };
  readonly templateUri?: string;
  readonly scheduleName?: string;
  /** Empty where the call did not ask for it. */
  readonly pipelineSpec: JsonObject;
  /** Of the metadata store; there once the job has begun. */
  readonly runContext?: string;
  readonly tasks: readonly TaskDetail[];
}

export interface TaskDetail {
  readonly id: string;
  /** Absent at the top. */
  readonly parentId?: string;
  readonly name: string;
  readonly state: TaskDetailState;
  readonly createTime?: number;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly error?: JobStatus;
  /** Custom jobs that did its work, the last last; each before it failed. */
  readonly attempts: readonly string[];
  readonly outputs: { readonly [name: string]: readonly string[] };
}

export function readJob(message: unknown): Job {
  const job = record(message);
  const config = record(job["runtimeConfig"]);
  const detail = record(job["jobDetail"]);
  const name = text(job["name"]) ?? "";
  return present<Job>({
    name,
    id: name.slice(name.lastIndexOf("/") + 1),
    displayName: text(job["displayName"]) ?? "",
    state: jobState(job["state"]),
    createTime: milliseconds(job["createTime"]),
    startTime: milliseconds(job["startTime"]),
    endTime: milliseconds(job["endTime"]),
    updateTime: milliseconds(job["updateTime"]),
    error: readStatus(job["error"]),
    labels: textFields(job["labels"]),
    serviceAccount: text(job["serviceAccount"]),
    network: text(job["network"]),
    pipelineRoot: text(config["gcsOutputDirectory"]),
    parameters: readParameters(config),
    templateUri: text(job["templateUri"]),
    scheduleName: text(job["scheduleName"]),
    pipelineSpec: fromStruct(job["pipelineSpec"]),
    runContext: text(record(detail["pipelineRunContext"])["name"]),
    tasks: list(detail["taskDetails"]).map(readTask),
  });
}

/** Both transports' spellings: a name, with or without what stands before it, or a number. */
function jobState(value: unknown): JobState {
  return enumName(jobStates, typeof value === "string" ? value.replace("PIPELINE_STATE_", "") : value);
}

function readTask(message: unknown): TaskDetail {
  const task = record(message);
  const parentId = idText(task["parentTaskId"]);
  return present<TaskDetail>({
    id: idText(task["taskId"]) ?? "",
    parentId,
    name: text(task["taskName"]) ?? "",
    state: enumName(taskStates, task["state"]),
    createTime: milliseconds(task["createTime"]),
    startTime: milliseconds(task["startTime"]),
    endTime: milliseconds(task["endTime"]),
    error: readStatus(task["error"]),
    attempts: readAttempts(task["executorDetail"]),
    outputs: Object.fromEntries(
      Object.entries(record(task["outputs"])).map(([name, value]) => [
        name,
        list(record(value)["artifacts"]).flatMap((artifact) => text(record(artifact)["uri"]) ?? []),
      ]),
    ),
  });
}

/** An int64, which is text in JSON; 0 is none. */
function idText(value: unknown): string | undefined {
  const id = value === undefined || value === null ? "" : String(value);
  return id === "" || id === "0" ? undefined : id;
}

function readAttempts(detail: unknown): readonly string[] {
  const container = record(record(detail)["containerDetail"]);
  const custom = record(record(detail)["customJobDetail"]);
  return [
    ...list(container["failedMainJobs"]),
    ...list(custom["failedJobs"]),
    container["mainJob"],
    custom["job"],
  ].flatMap((job) => text(job) ?? []);
}

function readParameters(config: { readonly [field: string]: unknown }): Job["parameters"] {
  const older = Object.entries(record(config["parameters"])).map(([name, value]): readonly [string, Json] => {
    const { intValue, doubleValue, stringValue } = record(value);
    if (typeof stringValue === "string") return [name, stringValue];
    return [name, Number(doubleValue ?? intValue ?? 0)];
  });
  const newer = Object.entries(record(config["parameterValues"])).map(
    ([name, value]) => [name, fromValue(value)] as const,
  );
  return Object.fromEntries([...older, ...newer]);
}

function readStatus(value: unknown): JobStatus | undefined {
  const { code, message } = record(value);
  if (value === undefined || value === null || ((code ?? 0) === 0 && text(message) === undefined))
    return undefined;
  return { code: statusNames[Number(code)] ?? String(code), message: text(message) ?? "" };
}

function textFields(value: unknown): { readonly [key: string]: string } {
  return Object.fromEntries(Object.entries(record(value)).map(([key, inner]) => [key, String(inner)]));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
