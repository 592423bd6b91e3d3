// The jobs of a project: one, many, cancelled, deleted.
import { UserError } from "../ir/user-error.ts";
import { deleteOnce, listPages, type Connection } from "./client/index.ts";
import type { VertexConfig } from "./config/index.ts";
import { type Job, type JobState, jobStates, readJob } from "./job/index.ts";

export interface ListOptions {
  /** As the service takes it: `display_name="nightly" AND create_time>"2026-11-01T00:00:00Z"`. */
  readonly filter?: string | undefined;
  readonly state?: JobState | undefined;
  /** Default 100. */
  readonly limit?: number;
}

/** What a list says of a job. The rest is not asked for, and so says nothing. */
export type ListedJob = Omit<Job, "parameters" | "pipelineSpec" | "tasks">;

/** What a list shows; the pipelines themselves would be megabytes. */
const listed = [
  "name",
  "display_name",
  "state",
  "create_time",
  "start_time",
  "end_time",
  "update_time",
  "labels",
  "error",
  "schedule_name",
  "template_uri",
];

/** The latest first. */
export async function listJobs(
  connection: Connection,
  options: ListOptions = {},
): Promise<readonly ListedJob[]> {
  const { limit = 100 } = options;
  const client = await connection.pipelines();
  const filter = jobFilter(options);
  const found = await listPages(limit, (page) =>
    connection.call({
      what: "jobs",
      call: (call) =>
        client.listPipelineJobs(
          {
            ...page,
            parent: connection.parent,
            orderBy: "create_time desc",
            readMask: { paths: listed },
            ...(filter !== undefined && { filter }),
          },
          { ...call, autoPaginate: false },
        ),
      ...(filter !== undefined && { remedies: { INVALID_ARGUMENT: `Correct the filter ${filter}` } }),
    }),
  );
  return found.map((job) => listedJob(readJob(job)));
}

function listedJob({ parameters: _, pipelineSpec: __, tasks: ___, ...listed }: Job): ListedJob {
  return listed;
}

function jobFilter({ filter, state }: ListOptions): string | undefined {
  const parts = [
    ...(state === undefined ? [] : [`state="PIPELINE_STATE_${state}"`]),
    ...(filter === undefined || filter.trim() === "" ? [] : [state === undefined ? filter : `(${filter})`]),
  ];
  return parts.length === 0 ? undefined : parts.join(" AND ");
}

/** `running`, in whatever case. Throws `WRONG_ARGUMENTS`. */
export function readJobState(text: string): JobState {
  const name = text.toUpperCase().replace("PIPELINE_STATE_", "");
  const state = jobStates.find((each) => each === name);
  if (state !== undefined && state !== "UNSPECIFIED") return state;
  const names = jobStates.filter((each) => each !== "UNSPECIFIED").map((each) => each.toLowerCase());
  throw new UserError("WRONG_ARGUMENTS", `state "${text}": is none. Give one of ${names.join(", ")}.`);
}

/** `id` is a job's id or its full name. */
export async function getJob(connection: Connection, id: string): Promise<Job> {
  const client = await connection.pipelines();
  const [found] = await connection.call({
    what: jobText(id),
    call: (options) => client.getPipelineJob({ name: jobName(connection, id) }, options),
    remedies: { NOT_FOUND: seeJobs(connection) },
  });
  return readJob(found);
}

/** The service begins to cancel it; tasks and exit handlers end by and by. One that has ended stays as it is. */
export async function cancelJob(connection: Connection, id: string): Promise<void> {
  const client = await connection.pipelines();
  await connection.call({
    what: jobText(id),
    call: (options) => client.cancelPipelineJob({ name: jobName(connection, id) }, options),
    remedies: {
      NOT_FOUND: seeJobs(connection),
      FAILED_PRECONDITION: "It has ended, so there is nothing to cancel",
    },
  });
}

/** Gone already is gone. One that runs must be cancelled first. */
export async function deleteJob(connection: Connection, id: string): Promise<void> {
  const client = await connection.pipelines();
  await deleteOnce(connection, {
    what: jobText(id),
    call: (options) => client.deletePipelineJob({ name: jobName(connection, id) }, options),
    remedies: {
      NOT_FOUND: seeJobs(connection),
      FAILED_PRECONDITION: `Cancel it first with pollux cancel ${id}, and wait until it has ended`,
    },
  });
}

export function jobName({ parent }: Connection, id: string): string {
  return id.startsWith("projects/") ? id : `${parent}/pipelineJobs/${id}`;
}

/** As `pollux job nightly-1 --project P --location L`: whatever stands in the files and the environment there. */
export function jobCommand(config: VertexConfig, command: "job" | "cancel", id: string): string {
  const { project, location, apiEndpoint, insecure } = config;
  const place = `--project ${project} --location ${location}`;
  const server =
    apiEndpoint === undefined ? "" : ` --api-endpoint ${apiEndpoint}${insecure ? " --insecure" : ""}`;
  return `pollux ${command} ${id} ${place}${server}`;
}

/** Ids come from the command line, and become parts of addresses. Throws `WRONG_ARGUMENTS`. */
export function requireJobId(id: string): string {
  if (/^(projects\/[^/\s]+\/locations\/[^/\s]+\/pipelineJobs\/)?[A-Za-z0-9][-\w]{0,127}$/.test(id)) return id;
  throw new UserError("WRONG_ARGUMENTS", `job "${id}": is no job's id. pollux jobs lists them.`);
}

function jobText(id: string): string {
  return `job "${id.slice(id.lastIndexOf("/") + 1)}"`;
}

function seeJobs({ config }: Connection): string {
  return `pollux jobs lists those of project ${config.project} in ${config.location}`;
}
