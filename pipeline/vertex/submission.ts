// A job from its pieces to the service: everything checked first, then created once.
import type { Connection } from "./client/index.ts";
import { joinExperiment, requireExperiment } from "./experiments.ts";
import { checkJob, type CreateJob, JobError, type Problem, type JobToSend, makeJob } from "./job/index.ts";
import { createJob, type Submitted } from "./submit-job.ts";

/**
 * Gives the request as it would be sent, each time with the same id. `refused` is what else is wrong with the pipeline,
 * as the compiler's `checkTarget(file, "vertex")` knows it. Throws a `JobError` with everything.
 */
export function prepareJob(job: JobToSend, refused: readonly Problem[] = []): CreateJob {
  const problems = [...checkJob(job), ...refused];
  if (problems.length > 0) throw new JobError(problems);
  return makeJob(job);
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
    const joined = await joinExperiment(connection, { job: submitted.job, experiment });
    if (!joined) onNote(`experiment "${experiment}": the job has not begun yet, so it is not in it.`);
  }
  return submitted;
}
