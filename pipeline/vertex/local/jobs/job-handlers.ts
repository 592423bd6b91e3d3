// The PipelineService: jobs made, told of, listed, cancelled and deleted.
import { rmSync } from "node:fs";
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { TaskExecutor } from "../../../runner/index.ts";
import { type CallContext, type Handlers, unary } from "../handlers.ts";
import { maskPaths, project, withoutFields } from "../lists/field-mask.ts";
import { pageOf } from "../lists/page.ts";
import { deletionOf, type Operations } from "../operations.ts";
import { StatusError } from "../status.ts";
import { now, parseName, parseParent } from "../store/names.ts";
import type { Store } from "../store/store.ts";
import { checkJob } from "./check-job.ts";
import { jobListFields } from "./job-fields.ts";
import { newJobId, requireJobId } from "./job-ids.ts";
import { hasEnded, type JobBody, type JobRecord, jobsOf, runFolder } from "./job-record.ts";
import type { JobRunner } from "./job-runner.ts";
import { artifactUri } from "./known-artifacts.ts";
import { detailVersion, jobDetail } from "./task-details.ts";

export interface JobServices {
  readonly store: Store;
  readonly root: string;
  readonly runner: JobRunner;
  readonly operations: Operations;
  /** What images are checked with. */
  readonly executor: Pick<TaskExecutor, "checkImage">;
}

const largestBatch = 32;
const longestGoodMs = 5_000;

interface LiveDetail {
  /** Of the run's journal. */
  readonly version: number;
  readonly detail: JsonObject;
  /** By `performance.now()`. */
  readonly goodUntil: number;
}

export function jobHandlers(services: JobServices): Handlers {
  const jobs = jobsOf(services.store);
  const details = new Map<string, LiveDetail>();

  /** Of a job that runs, which is asked for again and again: what was found is good for a while if it took one. */
  const liveDetail = (record: JobRecord): JsonObject => {
    const { name } = record.job;
    const version = detailVersion(services.root, name);
    const known = details.get(name);
    const started = performance.now();
    if (known !== undefined && (known.version === version || started < known.goodUntil)) return known.detail;
    const detail = jobDetail(services.root, record);
    const ended = performance.now();
    const goodUntil = ended + Math.min(4 * (ended - started), longestGoodMs);
    details.set(name, { version, detail, goodUntil });
    return detail;
  };
  const whole = (name: string): JsonObject => {
    const record = jobs.get(name);
    const { pipelineSpec, jobDetail: kept } = jobs.body(name) as JobBody; // as `createJob` made it
    if (kept !== undefined) {
      details.delete(name);
      return { ...record.job, pipelineSpec, jobDetail: kept };
    }
    const detail = liveDetail(record);
    return { ...record.job, pipelineSpec, ...(Object.keys(detail).length > 0 && { jobDetail: detail }) };
  };
  const named = (request: JsonObject): string => {
    parseName(request["name"], "pipelineJobs");
    return String(request["name"]);
  };

  return unary("PipelineService", {
    CreatePipelineJob: (request) => whole(createJob(services, request)),
    GetPipelineJob: (request) => whole(named(request)),
    ListPipelineJobs: (request) => {
      const { name } = parseParent(request["parent"]);
      const page = pageOf(jobs.list(name), request, jobListFields);
      const paths = maskPaths(request["readMask"]);
      const shown = page.entries.map(({ value }): JsonObject => {
        const { pipelineSpec } = jobs.body(value.job.name) as JobBody; // as `createJob` made it
        const job = { ...value.job, pipelineSpec };
        return paths.length === 0 ? job : project(job, paths);
      });
      return { pipelineJobs: shown, nextPageToken: page.nextPageToken };
    },
    CancelPipelineJob: (request) => {
      const name = named(request);
      if (!hasEnded(jobs.get(name))) services.runner.cancel(name);
      return {};
    },
    BatchCancelPipelineJobs: (request, context) => batchCancel(services, request, context, whole),
    DeletePipelineJob: (request, context) => {
      const name = named(request);
      requireEnded(name, jobs.get(name));
      removeJob(services, name);
      return services.operations.completed(deletionOf(name), context);
    },
    BatchDeletePipelineJobs: (request, context) => {
      const parent = parseParent(request["parent"]).name;
      const names = batchNames(request, parent);
      const gone = names.map((name) => {
        requireEnded(name, jobs.get(name));
        return whole(name);
      });
      services.store.transaction(() => names.forEach((name) => removeJob(services, name)));
      const kind = {
        parent,
        responseType: "BatchDeletePipelineJobsResponse",
        metadataType: "DeleteOperationMetadata",
      };
      return services.operations.completed(kind, context, { pipelineJobs: gone });
    },
  });
}

/** Gives the name of the job, which waits for its turn. `scheduleName`: the schedule that asks for it. */
export function createJob(
  { store, runner, executor }: Pick<JobServices, "store" | "runner" | "executor">,
  request: JsonObject,
  scheduleName?: string,
): string {
  const parent = parseParent(request["parent"]);
  const given = isObject(request["pipelineJob"]) ? request["pipelineJob"] : {};
  const jobs = jobsOf(store);
  const wanted = requireJobId(request["pipelineJobId"]);
  if (wanted !== undefined && jobs.find(`${parent.name}/pipelineJobs/${wanted}`) !== undefined) {
    throw new StatusError(
      "ALREADY_EXISTS",
      `The PipelineJob ${parent.name}/pipelineJobs/${wanted} already exists.`,
    );
  }
  const { spec, parameters, inputArtifacts } = checkJob(given, executor);
  const artifacts = Object.fromEntries(
    Object.entries(inputArtifacts).map(([input, id]) => [input, artifactUri(store, parent.name, id)]),
  );
  const pipelineName = spec.pipelineInfo.name;
  const id =
    wanted ??
    newJobId(pipelineName, (each) => jobs.find(`${parent.name}/pipelineJobs/${each}`) !== undefined);
  const name = `${parent.name}/pipelineJobs/${id}`;
  const time = now();
  const { pipelineSpec = {}, ...rest } = given;
  const record: JobRecord = {
    job: {
      ...withoutFields(rest, outputOnly),
      name,
      displayName: given["displayName"] ?? id,
      state: "PIPELINE_STATE_PENDING",
      createTime: time,
      updateTime: time,
      ...(scheduleName !== undefined && { scheduleName }),
    },
    pipelineName,
    parameters,
    artifacts,
  };
  jobs.insert(name, record, { pipelineSpec } satisfies JsonObject);
  runner.add(name);
  return name;
}

/** Fields that the service alone sets: what a client says of them counts for nothing. */
const outputOnly =
  "name createTime startTime endTime updateTime state jobDetail error templateMetadata scheduleName".split(
    " ",
  );

function requireEnded(name: string, record: JobRecord): void {
  if (hasEnded(record)) return;
  throw new StatusError(
    "FAILED_PRECONDITION",
    `${name} is in state ${record.job.state}. Cancel it, or wait until it has ended, and delete it then.`,
  );
}

/** With the files of its run; the cache keeps what it has. */
function removeJob({ store, root }: JobServices, name: string): void {
  jobsOf(store).remove(name);
  rmSync(runFolder(root, name), { recursive: true, force: true });
}

function batchNames(request: JsonObject, parent: string): readonly string[] {
  const names = Array.isArray(request["names"]) ? request["names"].map(String) : [];
  if (names.length === 0 || names.length > largestBatch) {
    throw new StatusError(
      "INVALID_ARGUMENT",
      `names has ${names.length} entries. Give 1 to ${largestBatch}.`,
    );
  }
  for (const name of names) {
    if (parseName(name, "pipelineJobs").parent.name === parent) continue;
    throw new StatusError("INVALID_ARGUMENT", `${name} is not under ${parent}. Give names of one parent.`);
  }
  return [...new Set(names)];
}

/** Those that have ended already are left out; the operation is done once the others have ended. */
function batchCancel(
  { store, runner, operations }: JobServices,
  request: JsonObject,
  context: CallContext,
  show: (name: string) => JsonObject,
): JsonObject {
  const parent = parseParent(request["parent"]).name;
  const jobs = jobsOf(store);
  const names = batchNames(request, parent).filter((name) => !hasEnded(jobs.get(name)));
  const kind = {
    parent,
    responseType: "BatchCancelPipelineJobsResponse",
    metadataType: "BatchCancelPipelineJobsOperationMetadata",
  };
  const operation = operations.begin(kind, context);
  for (const name of names) runner.cancel(name);
  void Promise.all(names.map((name) => runner.ended(name))).then(
    () => operation.succeed({ pipelineJobs: names.map(show) }),
    (error: unknown) => operation.fail(error),
  );
  return operation.operation;
}
