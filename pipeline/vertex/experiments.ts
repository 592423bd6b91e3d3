// Puts a job's run into an experiment of Vertex AI, as a child of the experiment's context.
import { sleep, type Connection } from "./client/index.ts";
import type { Job } from "./job/index.ts";
import { getJob } from "./jobs.ts";
import { UserError } from "../ir/user-error.ts";

const schema = "system.Experiment";

/** Before anything is submitted: throws if there is no such experiment. */
export async function requireExperiment(connection: Connection, experiment: string): Promise<void> {
  const client = await connection.metadata();
  const [context] = await connection.call({
    what: `experiment "${experiment}"`,
    call: (options) => client.getContext({ name: contextName(connection, experiment) }, options),
    remedies: {
      NOT_FOUND: "Create it in the console under Experiments, or leave out --experiment",
      UNIMPLEMENTED: "This server has no experiments: leave out --experiment",
    },
  });
  if (context.schemaTitle === schema) return;
  throw new UserError(
    "NO_EXPERIMENT",
    `experiment "${experiment}": it is a ${context.schemaTitle ?? "context"}. Name one of the console's Experiments.`,
  );
}

/** The run has a context only once the job has begun. False: it had none within `timeout` milliseconds. */
export async function joinExperiment(
  connection: Connection,
  {
    job,
    experiment,
    timeout = 120_000,
  }: { readonly job: Job; readonly experiment: string; readonly timeout?: number },
): Promise<boolean> {
  const end = performance.now() + timeout;
  let runContext = job.runContext;
  while (runContext === undefined) {
    if (performance.now() >= end) return false;
    await sleep(Math.min(2000, timeout / 10), connection.settings.signal);
    runContext = (await getJob(connection, job.name)).runContext;
  }
  const client = await connection.metadata();
  const child = runContext;
  // A child that is there already stays one.
  await connection.call({
    what: `experiment "${experiment}"`,
    call: (options) =>
      client.addContextChildren(
        { context: contextName(connection, experiment), childContexts: [child] },
        options,
      ),
  });
  return true;
}

function contextName({ parent }: Connection, experiment: string): string {
  return `${parent}/metadataStores/default/contexts/${experiment}`;
}
