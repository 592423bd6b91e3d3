// pollux submit: runs a pipeline on Vertex AI.
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Connection } from "../../pipeline/vertex/client/index.ts";
import type { Command } from "../command.ts";
import { jobUsage } from "../vertex/config-options.ts";
import type { ReadJob } from "../vertex/read-job.ts";
import { requestOptions, requestUsage } from "../vertex/request-options.ts";

export const submit: Command = {
  usage: `usage: pollux submit FILE.ts[#EXPORT] | IR.yaml | https://REGION-kfp.pkg.dev/PROJECT/REPO/PIPELINE/TAG
                     [-p NAME=VALUE]... [OPTION]...

Submits a pipeline to Vertex AI Pipelines. Everything that is wrong with it is said before anything is sent. The job's
full name goes to stdout.

${requestUsage}
  --job-id ID             of the job. Submitting the same again under the same id finds the job that is there
  --display-name NAME     default: the pipeline's
  --wait                  show the job until it has ended; Ctrl-C asks whether to cancel it
  --dry-run               print the request to stdout, and where each setting came from; send nothing
  --json                  print the job to stdout as JSON instead of its name
${jobUsage}

Exit code: 0 it was submitted, or with --wait succeeded; 1 a mistake in what was given; 2 the job failed; 130 it was
cancelled, or left running.`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...requestOptions,
        "job-id": { type: "string" },
        "display-name": { type: "string" },
        wait: { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const [reference] = positionals;
    if (reference === undefined || positionals.length > 1) {
      throw new UserError(
        "ONE_PIPELINE",
        `pollux submit: ${positionals.length} pipelines are given. Give one, as pollux submit IR.yaml.`,
      );
    }
    const { readJobRequest } = await import("../vertex/read-job.ts");
    const job = await readJobRequest(reference, values, {
      jobId: values["job-id"],
      displayName: values["display-name"],
    });
    if (values["dry-run"]) {
      const { requestText, settingLines } = await import("../vertex/dry-run.ts");
      for (const line of settingLines(job)) console.error(line);
      console.log(requestText(job.create));
      return 0;
    }
    return send(job, values);
  },
};

interface Sending {
  readonly wait: boolean;
  readonly json: boolean;
}

/** Ctrl-C is heard from before the job is there until it is followed: no job goes on that nobody was told of. */
async function send(job: ReadJob, { wait, json }: Sending): Promise<number> {
  const { withConnection } = await import("../vertex/settings.ts");
  const { sendJob } = await import("../../pipeline/vertex/submission.ts");
  const { howToGoOn } = await import("../../pipeline/vertex/submit-job.ts");
  const { isInConsole, jobLink } = await import("../../pipeline/vertex/watch/console-links.ts");
  const { ownDesk } = await import("../vertex/desk.ts");
  const follow = wait ? (await import("../vertex/follow-job.ts")).followJob : undefined;
  const interrupt = new AbortController();
  const forget = ownDesk.onInterrupt(() => {
    interrupt.abort(new Error("interrupted"));
  });
  const work = async (connection: Connection): Promise<number> => {
    try {
      const { job: sent, created } = await sendJob(connection, job.create, (note) => console.error(note));
      console.error(created ? `submitted: ${sent.id}` : `${sent.id}: it was submitted already`);
      if (isInConsole(connection.config)) console.error(jobLink(sent.name));
      console.log(json ? JSON.stringify(sent, null, 2) : sent.name);
      const ending = follow?.(connection, sent); // from here on it hears Ctrl-C itself
      forget();
      return (await ending) ?? 0;
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
      console.error(`interrupted while ${job.create.pipelineJobId} was submitted.`);
      console.error(`${howToGoOn(connection, job.create)}.`);
      process.exit(130); // a call that is not answered would keep the process until its deadline
    } finally {
      forget();
    }
  };
  return withConnection(job, work, interrupt.signal);
}
