// pollux jobs: the jobs of a project on Vertex AI.
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { placeOptions, placeUsage } from "../vertex/config-options.ts";

export const jobs: Command = {
  usage: `usage: pollux jobs [--state STATE] [--filter EXPRESSION] [--limit N] [--json] [OPTION]...

Lists the jobs of a project, the latest first. Times are in UTC.

  --state STATE           queued, pending, running, succeeded, failed, cancelling, cancelled or paused
  --filter EXPRESSION     as Vertex AI takes it: 'display_name="nightly" AND labels.team="twins"'
  --limit N               at most so many (default: 20)
  --json                  print them as JSON
${placeUsage}`,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...placeOptions,
        state: { type: "string" },
        filter: { type: "string" },
        limit: { type: "string", default: "20" },
        json: { type: "boolean", default: false },
      },
    });
    const { listJobs, readJobState } = await import("../../pipeline/vertex/jobs.ts");
    const { readConfigOptions, withConnection } = await import("../vertex/settings.ts");
    const state = values.state === undefined ? undefined : readJobState(values.state);
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) {
      throw new UserError(
        "WRONG_ARGUMENTS",
        `--limit ${values.limit}: is no number of jobs. Give 1 or more.`,
      );
    }
    const found = await withConnection(readConfigOptions(values), (connection) =>
      listJobs(connection, { state, limit, filter: values.filter }),
    );
    if (values.json) {
      console.log(JSON.stringify(found, null, 2));
      return 0;
    }
    const { jobTable } = await import("../vertex/job-lines.ts");
    if (found.length === 0) console.error("there are none");
    else for (const line of jobTable(found)) console.log(line);
    return 0;
  },
};
