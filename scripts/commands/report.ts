// pollux report: a run in, one page of HTML about it out.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { readRun } from "../../pipeline/runner/record/read-run.ts";
import { reportPage } from "../../pipeline/runner/report/html/report-page.ts";
import type { Command } from "../command.ts";
import { writeOutput } from "../compile/output.ts";

export const report: Command = {
  usage: `usage: pollux report RUN_ID|latest [--root DIR] [--out FILE.html]

Writes one self-contained HTML page about a run, finished or not: its DAG with states, the tasks in time, and of each
its inputs, outputs, metrics, log, and a look into what it made. It needs no network, and runs nothing of what it shows.
Files outside of the root are named, not shown; values whose names say that they are secrets are masked.

  RUN_ID           as \`pollux runs\` lists them; latest is the one that began last
  --root DIR       holds the runs (default: .pollux)
  --out FILE.html  write to this file; - is stdout (default: report.html in the run's folder)`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { root: { type: "string", default: ".pollux" }, out: { type: "string" } },
    });
    const [runId] = positionals;
    if (runId === undefined || positionals.length > 1) {
      throw new UserError(
        "ONE_RUN",
        `pollux report: ${positionals.length} runs are given. Give one, as pollux report latest.`,
      );
    }
    const record = readRun(values.root, runId);
    const page = reportPage(record);
    const out = values.out ?? join(record.folder, "report.html");
    if (out === "-") process.stdout.write(page);
    else console.error(`${out}: ${writePage(out, page)}`);
    return 0;
  },
};

function writePage(out: string, page: string): string {
  try {
    return writeOutput(out, page);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException; // of the file system's calls
    throw new UserError(
      "REPORT_UNWRITABLE",
      `${out}: cannot be written (${code}). Choose another place with --out.`,
    );
  }
}
