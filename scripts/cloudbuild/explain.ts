// pollux cloudbuild explain: why a step of the merged build, or of one config, waits.
import { parseArgs } from "node:util";
import { scheduleBuild } from "../../cloudbuild/plan/schedule.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { chooseBuild, requireStep } from "./chosen-build.ts";
import { explainStep } from "./explain-step.ts";

export const explain: Command = {
  usage: `usage: pollux cloudbuild explain STEP [--builds FILE]
       pollux cloudbuild explain FILE STEP

Says why a step waits: for which steps, for which reason and where that is written, the steps that decide when it
starts, and what waits for it.

  STEP           its id in the merged build, as trainer:push, or step-2 of one without
  FILE           a config on its own; STEP is its id there
  --builds FILE  what is merged (default: cloudbuild/builds.ts)`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { builds: { type: "string" } },
    });
    const [config, id] = positionals.length === 2 ? positionals : [undefined, positionals[0]];
    if (id === undefined || positionals.length > 2) {
      throw new UserError(
        "WRONG_ARGUMENTS",
        `pollux cloudbuild explain: ${positionals.length} arguments are given. Give a step, as trainer:push, or a config and a step.`,
      );
    }
    const chosen = await chooseBuild({ config, builds: values.builds });
    if (chosen === undefined) return 1;
    requireStep(id, chosen);
    const { merged, declared } = chosen;
    const schedule = scheduleBuild(merged, declared?.builds.durations);
    console.log(explainStep(id, { merged, schedule, ...(declared && { source: declared.source }) }));
    return 0;
  },
};
