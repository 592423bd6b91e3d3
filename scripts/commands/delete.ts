// pollux delete: removes a job from Vertex AI.
import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { placeOptions, placeUsage } from "../vertex/config-options.ts";
import { oneReference } from "../vertex/one-reference.ts";

export const deleteCommand: Command = {
  usage: `usage: pollux delete JOB [OPTION]...

Removes a job that has ended from Vertex AI's list. What its tasks have written stays in Cloud Storage.

${placeUsage}`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: placeOptions,
    });
    const { deleteJob, requireJobId } = await import("../../pipeline/vertex/jobs.ts");
    const { readConfigOptions, withConnection } = await import("../vertex/settings.ts");
    const id = requireJobId(oneReference("delete", "job", positionals));
    await withConnection(readConfigOptions(values), (connection) => deleteJob(connection, id));
    console.error(`${id}: deleted`);
    return 0;
  },
};
