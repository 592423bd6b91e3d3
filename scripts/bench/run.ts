// `npm run bench:run`: what running pipelines costs, beside kfp.local where that is installed.
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chooseKfp, kfpVersion } from "./find-kfp.ts";
import { measuringPython, requireCount, requireNames } from "./options.ts";
import { groupNames } from "./run/cases.ts";
import { kfpEnvironment } from "./run/kfp-environment.ts";
import { runAll } from "./run/run-all.ts";
import { runTable } from "./run/table.ts";
import { runMain } from "./run-main.ts";

const usage = `usage: npm run bench:run -- [OPTION]...

Runs compiled pipelines with pollux and, where kfp's Python SDK is installed, the same files with kfp.local (its
SubprocessRunner without a virtual environment of its own), in turns. Prints Markdown tables of medians: how long the run
took without loading the program, the processor time of the program with all its tasks, the memory that the runner took;
the ratio is to kfp.local. Below them, how the runner's own cost grows with the number of tasks, and what is aimed at.

  --quick        fewer tasks, once each
  --groups LIST  of: ${groupNames.join(",")}; default: all
  --runs N       how often each is run; default: 3
  --kfp PATH     the kfp program of a virtual environment; default: the one on PATH. Without one, no Python is run
  --install-kfp  make an environment with kfp ${kfpVersion} in .pollux/ the first time, and use that
  --json         everything measured, as JSON

groups:
  python      a chain of 100 functions in Python, as kfp compiles them
  typescript  a chain of 100 components in TypeScript
  naps        six sleeps of half a second at once
  wide        a fan of 1,000
  nothing     chains, fans and loops of 100 to 10,000 tasks that do nothing: the runner alone`;

const options = {
  quick: { type: "boolean", default: false },
  groups: { type: "string", default: groupNames.join(",") },
  runs: { type: "string" },
  kfp: { type: "string" },
  "install-kfp": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const groups = requireNames("UNKNOWN_GROUP", groupNames, values.groups);
  const runs = requireCount("--runs", values.runs ?? (values.quick ? "1" : "3"));
  const folder = resolve(import.meta.dirname, "../../.pollux");
  const kfp = await chooseKfp(values, folder, "no Python is run");
  const rows = await runAll({
    ...{ groups, runs, kfp, signal, quick: values.quick },
    measuringPython: await measuringPython(),
    python: kfp && kfpEnvironment(kfp),
    folder: join(folder, `bench-run-${process.pid}`),
    onRun: (what) => console.error(what),
  });
  console.log(
    values.json
      ? JSON.stringify({ peer: kfp?.version, rows }, null, 2)
      : runTable(rows, kfp?.version, !values.quick),
  );
  return 0;
}

await runMain(main);
