// Runs one pipeline once, with an executor of ours or with kfp.local, and says what that cost.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Cost, measure, median, medianCost } from "../measure.ts";

export type RunSide = "process" | "worker" | "nothing" | "kfp.local";

/** What the process that runs the pipeline is told. */
export interface RunJob {
  readonly side: RunSide;
  /** A JSON file. */
  readonly pipeline: string;
  /** Holds the runs; no results of tasks are cached there. */
  readonly root: string;
  readonly parallelism: number;
  /** A virtual environment with kfp in it. */
  readonly python: string | undefined;
  /** The file that it writes. */
  readonly figures: string;
}

/** What that process says of itself. */
export interface RunFigures {
  /** Of the run alone, without loading the program and the pipeline. */
  readonly seconds: number;
  /** Seconds of processor time of its own code: neither its tasks, nor what the system did with files for it. */
  readonly runnerUser: number;
  /** The most that it took. */
  readonly runnerMegabytes: number;
}

/** `cpu` is of the whole program with all its tasks. */
export interface RunCost extends Cost, RunFigures {}

export interface RunMeasuring {
  /** Measures what commands cost. */
  readonly measuringPython: string;
  /** Holds caches of compiled modules. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/** Throws `BENCH_FAILED` if the run does. */
export async function measureRun(
  job: RunJob,
  { measuringPython, folder, signal }: RunMeasuring,
): Promise<RunCost> {
  const cost = await measure({
    command: [...programOf(job), JSON.stringify(job)],
    cwd: resolve(import.meta.dirname, "../../.."),
    env: { NODE_COMPILE_CACHE: join(folder, "node") },
    python: measuringPython,
    ...(signal && { signal }),
  });
  const figures = JSON.parse(readFileSync(job.figures, "utf8")) as RunFigures; // both programs write it so
  return { ...cost, ...figures };
}

function programOf({ side, python }: RunJob): readonly string[] {
  if (side !== "kfp.local") {
    return [process.execPath, "--import", "tsx", join(import.meta.dirname, "ours.ts")];
  }
  return [join(python ?? "", "bin", "python3"), join(import.meta.dirname, "kfp-local.py")];
}

/** Each figure on its own. */
export function medianRun(costs: readonly RunCost[]): RunCost {
  return {
    ...medianCost(costs),
    seconds: median(costs.map(({ seconds }) => seconds)),
    runnerUser: median(costs.map(({ runnerUser }) => runnerUser)),
    runnerMegabytes: median(costs.map(({ runnerMegabytes }) => runnerMegabytes)),
  };
}
