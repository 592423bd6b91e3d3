// Runs every case with all that are compared on it, in turns, and keeps the medians.
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { casesOf, type CaseOptions, type RunCase, warmUpCases } from "./cases.ts";
import { measureRun, medianRun, type RunCost, type RunMeasuring, type RunSide } from "./measure-run.ts";
import type { RunRow } from "./table.ts";

export interface RunAllOptions extends Omit<CaseOptions, "folder">, RunMeasuring {
  /** A virtual environment with kfp in it. */
  readonly python: string | undefined;
  /** Told of each run before it begins. */
  readonly onRun: (what: string) => void;
}

/** `folder` is emptied before, and removed. */
export async function runAll(options: RunAllOptions): Promise<readonly RunRow[]> {
  const { folder } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const compiled = { ...options, folder: join(folder, "compiled") };
    for (const each of await warmUpCases(compiled)) await measureCase(options, { ...each, name: "warm-up" });
    const rows: RunRow[] = [];
    for (const each of await casesOf(compiled)) rows.push(...(await measureCase(options, each)));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureCase(options: RunAllOptions, measured: RunCase): Promise<readonly RunRow[]> {
  const { folder, python } = options;
  const { name, tasks, sides, runs, pipeline, parallelism } = measured;
  const root = join(folder, "root");
  const costs = new Map<RunSide, RunCost[]>(sides.map((side) => [side, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [side, list] of costs) {
      options.onRun(`${name} of ${tasks}, by ${side} (${run}/${runs}) ...`);
      const figures = join(folder, "figures.json");
      list.push(await measureRun({ side, pipeline, root, parallelism, python, figures }, options));
      forgetResults(root);
    }
  }
  return [...costs].map(([side, list]) => ({ case: measured, side, cost: medianRun(list) }));
}

/** The next run is as a user's next one: nothing of it is in the cache, but what Python once compiled is still there. */
function forgetResults(root: string): void {
  const cache = join(root, "cache");
  const entries = existsSync(cache) ? readdirSync(cache) : [];
  for (const name of entries.filter((each) => each.endsWith(".json"))) rmSync(join(cache, name));
  for (const name of existsSync(root) ? readdirSync(root) : []) {
    if (name !== "cache") rmSync(join(root, name), { recursive: true });
  }
}
