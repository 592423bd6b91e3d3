// What the runner recorded of a job to what Vertex reports of one: its tasks, each with its state, times and values.
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { maskParameters } from "../../../runner/executors/secrets.ts";
import { readRun } from "../../../runner/record/read-run.ts";
import { parentPath, type RunRecord, type TaskRecord } from "../../../runner/record/run-record.ts";
import type { Values } from "../../../runner/values.ts";
import { statusCode } from "../status.ts";
import { parseName } from "../store/names.ts";
import { type JobRecord, runFolder, runPlace } from "./job-record.ts";

/** Of a job that has begun; of one that has not, no tasks. */
export function jobDetail(root: string, { job }: JobRecord): JsonObject {
  const { root: runRoot, runId } = runPlace(root, job.name);
  const run = tryRead(runRoot, runId);
  if (run === undefined) return {};
  const { parent, id } = parseName(job.name, "pipelineJobs");
  const names = { parent: parent.name, job: id };
  return { taskDetails: [rootDetail(run, job, names), ...run.tasks.map((task) => taskDetail(task, names))] };
}

/** Says whether anything has happened since: the size of the run's journal. */
export function detailVersion(root: string, jobName: string): number {
  try {
    return statSync(join(runFolder(root, jobName), "events.jsonl")).size;
  } catch {
    return 0;
  }
}

function tryRead(root: string, runId: string): RunRecord | undefined {
  try {
    return readRun(root, runId);
  } catch {
    return undefined; // it has not begun, or was removed
  }
}

interface Names {
  /** `projects/p/locations/l`. */
  readonly parent: string;
  readonly job: string;
}

/** Vertex reports the pipeline itself as the task that all others are in, named after the job. */
function rootDetail(run: RunRecord, job: JobRecord["job"], names: Names): JsonObject {
  const state = String(job.state).replace("PIPELINE_STATE_", "");
  const ends = job["endTime"];
  return {
    taskId: taskId(names, ""),
    taskName: names.job,
    createTime: job.createTime,
    startTime: time(run.startedAt),
    ...(ends !== undefined && { endTime: ends }),
    state,
    execution: execution(names, {
      path: "",
      name: names.job,
      schema: "system.Run",
      state: executionStates[state] ?? "RUNNING",
      inputs: { parameters: run.parameters, artifacts: run.artifacts },
      ...(run.outputs !== undefined && { outputs: run.outputs }),
    }),
    ...(job["error"] !== undefined && { error: job["error"] }),
    ...(run.outputs !== undefined && { outputs: artifactLists(names, run.outputs) }),
  };
}

const states: { readonly [state in TaskRecord["state"]]: string } = {
  RUNNING: "RUNNING",
  RETRYING: "PENDING",
  // The local Vertex was stopped, and goes on with the job once it is started again.
  INTERRUPTED: "PENDING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
  /** Vertex's word for what came from the cache. */
  CACHED: "SKIPPED",
  SKIPPED: "NOT_TRIGGERED",
};

const executionStates: { readonly [state: string]: string } = {
  PENDING: "NEW",
  RUNNING: "RUNNING",
  SUCCEEDED: "COMPLETE",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
  SKIPPED: "CACHED",
};

function taskDetail(task: TaskRecord, names: Names): JsonObject {
  const { path, name, type, startedAt, endedAt, failure, inputs, outputs } = task;
  const state = states[task.state];
  const failed = task.state === "FAILED" || task.state === "CANCELLED";
  const iteration = /\[\d+\]$/.exec(path)?.[0] ?? "";
  const begins = startedAt ?? endedAt;
  return {
    taskId: taskId(names, path),
    parentTaskId: taskId(names, parentPath(path)),
    taskName: iteration === "" || name.endsWith(iteration) ? name : `${name}${iteration}`,
    taskUniqueName: path.replaceAll("/", "."),
    ...(begins !== undefined && { createTime: time(begins), startTime: time(begins) }),
    ...(endedAt !== undefined && { endTime: time(endedAt) }),
    state,
    ...(type === "task" &&
      !task.cached &&
      task.attempts.length > 0 && { executorDetail: executorDetail(task, names) }),
    ...(state !== "NOT_TRIGGERED" && {
      execution: execution(names, {
        path,
        name,
        schema: type === "task" ? "system.ContainerExecution" : "system.DagExecution",
        state: executionStates[state] ?? "NEW",
        ...(inputs !== undefined && { inputs }),
        outputs,
      }),
    }),
    ...(failed && failure !== undefined && { error: errorOf(task, failure) }),
    pipelineTaskStatus: statuses(task, state),
    ...(inputs !== undefined && { inputs: artifactLists(names, inputs) }),
    outputs: artifactLists(names, outputs),
  };
}

/** Each attempt stands for what would be a custom job. */
function executorDetail({ path, attempts }: TaskRecord, names: Names): JsonObject {
  const jobs = attempts.map(
    ({ number }) => `${names.parent}/customJobs/${unsigned(digest(`${names.job}/${path}#${number}`))}`,
  );
  const failed = jobs.slice(0, -1);
  return {
    containerDetail: { mainJob: jobs.at(-1) ?? "", ...(failed.length > 0 && { failedMainJobs: failed }) },
  };
}

type Failure = NonNullable<TaskRecord["failure"]>;

function errorOf(task: TaskRecord, failure: Failure): JsonObject {
  const message = messageOf(task, failure);
  return plainError(task.log === undefined ? message : `${message}\nThe log is in ${task.log}.`);
}

/** With the name of the task that failed, where that is one within. */
function messageOf({ path }: TaskRecord, failure: Failure): string {
  return failure.path === path ? failure.message : `${failure.path}: ${failure.message}`;
}

function statuses(task: TaskRecord, state: string): Json {
  const { attempts, failure, endedAt } = task;
  const begun = attempts.map(({ startedAt, failure: before }, index) => ({
    updateTime: time(startedAt),
    state: "RUNNING",
    // An error of a state that is not the last: it was tried again.
    ...(before !== undefined && index < attempts.length - 1 && { error: plainError(before.message) }),
  }));
  const final = {
    updateTime: time(endedAt ?? 0),
    state,
    ...(state === "FAILED" && failure !== undefined && { error: plainError(messageOf(task, failure)) }),
  };
  return endedAt === undefined ? begun : [...begun, final];
}

function plainError(message: string): JsonObject {
  return { code: statusCode("FAILED_PRECONDITION"), message };
}

interface ExecutionParts {
  readonly path: string;
  readonly name: string;
  readonly schema: string;
  readonly state: string;
  readonly inputs?: Values;
  readonly outputs?: Values;
}

function execution(names: Names, { path, name, schema, state, inputs, outputs }: ExecutionParts): JsonObject {
  const prefixed = (prefix: string, values: Values | undefined): JsonObject =>
    Object.fromEntries(
      Object.entries(maskParameters(values?.parameters ?? {})).map(([key, value]) => [
        `${prefix}:${key}`,
        value,
      ]),
    );
  return {
    name: `${names.parent}/metadataStores/default/executions/${unsigned(digest(`${names.job}/${path}`))}`,
    displayName: name,
    state,
    schemaTitle: schema,
    schemaVersion: "0.0.1",
    metadata: { ...prefixed("input", inputs), ...prefixed("output", outputs) },
  };
}

function artifactLists(names: Names, { artifacts }: Values): JsonObject {
  return Object.fromEntries(
    Object.entries(artifacts).map(([key, list]) => [
      key,
      {
        artifacts: list.map(({ name, type, uri, metadata }) => ({
          name: artifactName(names.parent, uri),
          displayName: name,
          uri,
          state: "LIVE",
          schemaTitle: type.schemaTitle ?? type.schemaUri ?? "system.Artifact",
          schemaVersion: type.schemaVersion ?? "0.0.1",
          metadata,
        })),
      },
    ]),
  );
}

/** The same place is the same artifact. */
function artifactName(parent: string, uri: string): string {
  return `${parent}/metadataStores/default/artifacts/${unsigned(digest(uri))}`;
}

function taskId({ job }: Names, path: string): string {
  return BigInt.asIntN(64, digest(`${job}/${path}`)).toString();
}

function unsigned(number: bigint): string {
  return BigInt.asUintN(63, number).toString();
}

function digest(text: string): bigint {
  return createHash("sha256").update(text).digest().readBigUInt64BE();
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
