// pollux cancel: stops a job on Vertex AI.
import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { placeOptions, placeUsage } from "../vertex/config-options.ts";
import { oneReference } from "../vertex/one-reference.ts";

export const cancel: Command = {
  usage: `usage: pollux cancel JOB [--wait] [OPTION]...

Tells Vertex AI to cancel a job. Its tasks and exit handlers end by and by. One that has ended stays as it is.

  --wait                  show it until it has ended
${placeUsage}`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...placeOptions, wait: { type: "boolean", default: false } },
    });
    const { cancelJob, getJob, requireJobId } = await import("../../pipeline/vertex/jobs.ts");
    const { runStateOf } = await import("../../pipeline/vertex/watch/job-events.ts");
    const { readConfigOptions, withConnection } = await import("../vertex/settings.ts");
    const id = requireJobId(oneReference("cancel", "job", positionals));
    return withConnection(readConfigOptions(values), async (connection) => {
      const { state } = await getJob(connection, id);
      if (runStateOf(state) !== undefined) {
        console.error(`${id} has ended: ${state.toLowerCase()}`);
        return 0;
      }
      await cancelJob(connection, id);
      console.error(`${id}: cancelling`);
      if (!values.wait) return 0;
      const { followJob } = await import("../vertex/follow-job.ts");
      const code = await followJob(connection, await getJob(connection, id));
      return code === 130 ? 0 : code; // cancelled is what was wanted
    });
  },
};
