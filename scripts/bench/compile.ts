// `npm run bench:compile`: what compiling costs as pipelines grow, beside kfp's Python SDK where that is installed.
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chooseKfp, kfpVersion } from "./find-kfp.ts";
import { measuringPython, requireCount, requireNames } from "./options.ts";
import { runBench } from "./run-bench.ts";
import { runMain } from "./run-main.ts";
import { shapeNames } from "./shapes.ts";
import { benchTable } from "./table.ts";

const usage = `usage: npm run bench:compile -- [OPTION]...

Compiles pipelines of growing size with "pollux compile" and, where kfp's Python SDK is installed, the same pipelines
with "kfp dsl compile", in turns. Each time it is the whole program as a user runs it, on a file that no cache knows.
Prints a Markdown table of medians: processor time of all processes (user + system), time, memory of the largest
process, size of the YAML; ratios are ours to kfp's. Below it: how the time grows, and how long tsc takes.

  --quick           1, 10 and 100 tasks, once each
  --shapes LIST     of: ${shapeNames.join(",")}; default: all
  --sizes LIST      numbers of tasks; default: 1,10,100,1000,3000,10000
  --runs N          how often each is compiled; default: 3
  --kfp PATH        the kfp program; default: the one on PATH. Without one, only pollux is measured
  --install-kfp     make an environment with kfp ${kfpVersion} in .pollux/ the first time, and use that
  --peer-limit N    the most tasks that kfp is given, since its time grows with their square; default: 1000
  --json            everything measured, as JSON

shapes:
  chain      each task takes what the one before it makes
  fan        all tasks but the first take what the first makes
  nested     each task is in a condition in a loop
  pipelines  a pipeline of ten tasks, called again and again
  distinct   a chain in which each task has a component of its own`;

const root = resolve(import.meta.dirname, "../..");

const options = {
  quick: { type: "boolean", default: false },
  shapes: { type: "string", default: shapeNames.join(",") },
  sizes: { type: "string" },
  runs: { type: "string" },
  kfp: { type: "string" },
  "install-kfp": { type: "boolean", default: false },
  "peer-limit": { type: "string", default: "1000" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const shapes = requireNames("UNKNOWN_SHAPE", shapeNames, values.shapes);
  const sizes = (values.sizes ?? (values.quick ? "1,10,100" : "1,10,100,1000,3000,10000"))
    .split(",")
    .map((text) => requireCount("--sizes", text));
  const runs = requireCount("--runs", values.runs ?? (values.quick ? "1" : "3"));
  const peerLimit = requireCount("--peer-limit", values["peer-limit"]);
  const python = await measuringPython();
  const folder = join(root, ".pollux");
  const kfp = await chooseKfp(values, folder, "only pollux is measured");
  const result = await runBench({
    ...{ shapes, sizes, runs, python, kfp, peerLimit, signal },
    folder: join(folder, `bench-${process.pid}`),
    onCase: (shape, size) => console.error(`${shape} of ${size} ...`),
  });
  console.log(
    values.json
      ? JSON.stringify({ peer: kfp?.version, ...result }, null, 2)
      : benchTable(result, kfp?.version),
  );
  return 0;
}

await runMain(main);
