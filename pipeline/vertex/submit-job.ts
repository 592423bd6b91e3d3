// Creates a job once, whatever becomes of the replies.
import { UserError } from "../ir/user-error.ts";
import {
  type Connection,
  isUnreached,
  serviceError,
  startIt,
  type StatusName,
  startTries,
  statusOf,
  usualPolicy,
  withDeadline,
} from "./client/index.ts";
import { jobCommand } from "./jobs.ts";
import { type CreateJob, type Job, jobMessage, readJob, submissionLabel, submissionOf } from "./job/index.ts";

export interface Submitted {
  readonly job: Job;
  /** False: it was there already, from this submission or an earlier one of the same. */
  readonly created: boolean;
}

/** After these nobody knows whether the job was made. */
const ambiguous: readonly StatusName[] = [
  "UNAVAILABLE",
  "DEADLINE_EXCEEDED",
  "INTERNAL",
  "UNKNOWN",
  "ABORTED",
  "CANCELLED",
];

/** Under the id of another job it throws `JOB_EXISTS`; where nothing answers, it says how to go on safely. */
export async function createJob(connection: Connection, create: CreateJob): Promise<Submitted> {
  const { signal } = connection.settings;
  const tries = startTries(connection.settings);
  const what = `job "${create.pipelineJobId}"`;
  const request = { ...create, pipelineJob: jobMessage(create.pipelineJob) };
  const client = await connection.pipelines();
  let mayBeMade = false;
  for (;;) {
    try {
      const [made] = await withDeadline(
        (options) => client.createPipelineJob(request, options),
        tries.nextTimeout(),
        signal,
      );
      return { job: readJob(made), created: true };
    } catch (error) {
      signal?.throwIfAborted();
      const status = statusOf(error);
      if (status === "ALREADY_EXISTS") return { job: await requireOurs(connection, create), created: false };
      const isUnknown = ambiguous.includes(status);
      if (!isUnknown && status !== "RESOURCE_EXHAUSTED") throw serviceError(error, what);
      const mayBeSent = isUnknown && !isUnreached(error);
      mayBeMade ||= mayBeSent;
      if (tries.isOver(error)) {
        const remedy = mayBeMade ? howToGoOn(connection, create) : startIt(error, connection.settings);
        throw serviceError(error, what, { remedy });
      }
      await tries.pause(`${what}: ${status}`, error);
      const there = mayBeSent ? await lookUp(connection, create) : undefined;
      if (there !== undefined) return { job: there, created: true };
    }
  }
}

/** For one whose create was given up, or broken off. */
export function howToGoOn({ config }: Connection, { pipelineJobId }: CreateJob): string {
  return (
    `Whether it was made is not known: see with ${jobCommand(config, "job", pipelineJobId)}, or submit again with ` +
    `--job-id ${pipelineJobId}, which makes no second one`
  );
}

/** After a lost reply. `undefined`: it is not there, or that is not known either. */
async function lookUp(connection: Connection, create: CreateJob): Promise<Job | undefined> {
  const client = await connection.pipelines();
  const { policy = usualPolicy, signal } = connection.settings;
  try {
    const [found] = await withDeadline(
      (options) => client.getPipelineJob({ name: nameOf(create) }, options),
      policy.callTimeout,
      signal,
    );
    return requireSame(readJob(found), create);
  } catch (error) {
    if (error instanceof UserError) throw error;
    signal?.throwIfAborted();
    return undefined;
  }
}

async function requireOurs(connection: Connection, create: CreateJob): Promise<Job> {
  const client = await connection.pipelines();
  const [found] = await connection.call({
    what: `job "${create.pipelineJobId}"`,
    call: (options) => client.getPipelineJob({ name: nameOf(create) }, options),
  });
  return requireSame(readJob(found), create);
}

function requireSame(job: Job, create: CreateJob): Job {
  const ours = submissionOf(create);
  if (ours !== undefined && ours === job.labels[submissionLabel]) return job;
  throw new UserError(
    "JOB_EXISTS",
    `job "${create.pipelineJobId}": there is another job with this id, ${job.state.toLowerCase()}, and it is not the same. ` +
      "Give another --job-id, or none.",
  );
}

function nameOf({ parent, pipelineJobId }: CreateJob): string {
  return `${parent}/pipelineJobs/${pipelineJobId}`;
}
