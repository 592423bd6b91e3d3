// pollux schedule: pipelines on Vertex AI at their times.
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { jobUsage } from "../vertex/config-options.ts";
import { requestUsage } from "../vertex/request-options.ts";

type Action = (argv: readonly string[]) => Promise<number>;

/** Loaded on demand. */
const actions: { readonly [name: string]: () => Promise<Action> } = {
  create: async () => (await import("../vertex/schedule/create.ts")).create,
  update: async () => (await import("../vertex/schedule/update.ts")).update,
  pause: async () => (await import("../vertex/schedule/change-state.ts")).pause,
  resume: async () => (await import("../vertex/schedule/change-state.ts")).resume,
  list: async () => (await import("../vertex/schedule/list.ts")).list,
  delete: async () => (await import("../vertex/schedule/change-state.ts")).remove,
};

export const schedule: Command = {
  usage: `usage: pollux schedule create NAME FILE.ts|IR.yaml|TEMPLATE --cron "0 3 * * *" [-p NAME=VALUE]... [OPTION]...
       pollux schedule update NAME [FILE.ts|IR.yaml|TEMPLATE [-p NAME=VALUE]...] [OPTION]...
       pollux schedule list [--filter EXPRESSION] [--json] [OPTION]...
       pollux schedule pause|resume|delete NAME [OPTION]...

A schedule is known by its name, of which there is one, or by its id. The same "create" once more changes nothing, and
says so; "update" changes in place what is given, and with a file what is run, with all of its parameters.

  --cron EXPRESSION       minute, hour, day of the month, month, day of the week
  --time-zone ZONE        as Europe/Berlin (default: UTC)
  --start TIME            not before this time, as 2026-12-01T00:00:00Z
  --end TIME              not after this time
  --max-runs N            so many in all (default: no limit)
  --concurrency N         so many at once (default: 1)
  --queue, --no-queue     what would be one too many waits, or is left out (default: is left out)
  --catch-up              "resume": make up for what was missed
  --json                  print to stdout as JSON
${requestUsage}
${jobUsage}`,
  run: async ([action, ...rest]) => {
    const load = action !== undefined && Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (load !== undefined) return (await load())(rest);
    throw new UserError(
      "WRONG_ARGUMENTS",
      `pollux schedule: ${action === undefined ? "nothing is said to do" : `there is no "${action}"`}. ` +
        `Give one of ${Object.keys(actions).join(", ")}.`,
    );
  },
};
