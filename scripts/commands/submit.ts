// pollux submit: runs a pipeline on Vertex AI.
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { jobUsage } from "../vertex/config-options.ts";
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
    const { withConnection } = await import("../vertex/settings.ts");
    const { sendJob } = await import("../../pipeline/vertex/submission.ts");
    const { isInConsole, jobLink } = await import("../../pipeline/vertex/watch/console-links.ts");
    return withConnection(job, async (connection) => {
      const sent = await sendJob(connection, job.create, (note) => console.error(note));
      console.error(sent.created ? `submitted: ${sent.job.id}` : `${sent.job.id}: it was submitted already`);
      if (isInConsole(connection.config)) console.error(jobLink(sent.job.name));
      console.log(values.json ? JSON.stringify(sent.job, null, 2) : sent.job.name);
      if (!values.wait) return 0;
      const { followJob } = await import("../vertex/follow-job.ts");
      return followJob(connection, sent.job);
    });
  },
};
