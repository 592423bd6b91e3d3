// pollux runs: a root in, a table of its runs out.
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { listRuns } from "../../pipeline/runner/record/list-runs.ts";
import type { Command } from "../command.ts";
import { runsTable } from "../runs/table.ts";

export const runs: Command = {
  usage: `usage: pollux runs [--root DIR] [--limit N] [--json]

Lists runs, the newest first: id, pipeline, state, when it began, how long it took, its tasks by state, and the size of
its files. INTERRUPTED is a run whose runner was killed: \`pollux run --resume RUN_ID\` goes on with it.

  --root DIR  holds the runs (default: .pollux)
  --limit N   as many at most (default: 20)
  --json      as JSON, with times in milliseconds since 1970 and sizes in bytes`,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        root: { type: "string", default: ".pollux" },
        limit: { type: "string", default: "20" },
        json: { type: "boolean", default: false },
      },
    });
    const found = listRuns(values.root, { limit: readLimit(values.limit) });
    if (values.json) console.log(JSON.stringify(found, null, 2));
    else if (found.length === 0) console.error(`${values.root}: there are no runs.`);
    else for (const line of runsTable(found)) console.log(line);
    return 0;
  },
};

function readLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UserError("WRONG_ARGUMENTS", `--limit ${text}: is no number of runs. Give 1 or more.`);
}
