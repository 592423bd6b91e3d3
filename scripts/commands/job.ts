// pollux job: one job on Vertex AI, with its tasks.
import { parseArgs } from "node:util";
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { Command } from "../command.ts";
import { placeOptions, placeUsage } from "../vertex/config-options.ts";
import { oneReference } from "../vertex/one-reference.ts";

export const job: Command = {
  usage: `usage: pollux job ID [--wait] [--json] [OPTION]...

Shows a job: its state, parameters and tasks, and of one that failed what the tasks to blame say and where their logs are.

  --wait                  show it until it has ended; Ctrl-C asks whether to cancel it
  --json                  print it as JSON
${placeUsage}

Exit code: 0, or with --wait 2 if the job failed, and 130 if it was cancelled or left running.`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...placeOptions,
        wait: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const { getJob, requireJobId } = await import("../../pipeline/vertex/jobs.ts");
    const { readConfigOptions, withConnection } = await import("../vertex/settings.ts");
    const id = requireJobId(oneReference("job", "job", positionals));
    return withConnection(readConfigOptions(values), async (connection) => {
      const found = await getJob(connection, id);
      if (values.wait) {
        const { followJob } = await import("../vertex/follow-job.ts");
        const code = await followJob(connection, found);
        if (values.json) console.log(JSON.stringify(await getJob(connection, id), null, 2));
        return code;
      }
      const { jobLines } = await import("../vertex/job-lines.ts");
      const { isInConsole } = await import("../../pipeline/vertex/watch/console-links.ts");
      const inConsole = isInConsole(connection.config);
      if (values.json) console.log(JSON.stringify(found, null, 2));
      else for (const line of jobLines(found, { inConsole })) console.log(printable(line));
      return 0;
    });
  },
};
