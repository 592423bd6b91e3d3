// A job from its pieces to the service: everything checked first, then created once.
import { UserError } from "../ir/user-error.ts";
import type { Connection } from "./client/index.ts";
import { type FoundConfig, type Problem, requireConfig, type ResolvedConfig } from "./config/index.ts";
import { joinExperiment, requireExperiment } from "./experiments.ts";
import { checkJob, type CreateJob, JobError, type JobRequest, makeJob } from "./job/index.ts";
import { createJob, type Submitted } from "./submit-job.ts";

export interface WantedJob {
  readonly request: JobRequest;
  readonly found: FoundConfig;
}

export interface PreparedJob extends ResolvedConfig {
  readonly create: CreateJob;
}

/**
 * Gives the request as it would be sent, each time with the same id. `more` is what else is wrong, as the compiler's
 * `checkTarget(file, "vertex")` knows it. Throws a `JobError` with everything.
 */
export function prepareJob({ request, found }: WantedJob, more: readonly Problem[] = []): PreparedJob {
  const { config, problems, unclear } = found;
  const all = [...problems, ...checkJob({ request, config }, unclear), ...more];
  if (all.length > 0) throw new JobError(all);
  const resolved = requireConfig(found);
  return { ...resolved, create: makeJob({ request, config: resolved.config }) };
}

/** `onNote` is told what did not work out and does not matter to the job. */
export async function sendJob(
  connection: Connection,
  create: CreateJob,
  onNote: (note: string) => void = () => {},
): Promise<Submitted> {
  const { experiment } = connection.config;
  if (experiment !== undefined) await requireExperiment(connection, experiment);
  const submitted = await createJob(connection, create);
  if (experiment !== undefined) {
    // The job is there, whatever becomes of this.
    const joined = await joinExperiment(connection, { job: submitted.job, experiment }).catch(
      (error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        onNote(`experiment "${experiment}": the job is not in it: ${error.message}`);
      },
    );
    if (joined === false)
      onNote(`experiment "${experiment}": the job has not begun yet, so it is not in it.`);
  }
  return submitted;
}
