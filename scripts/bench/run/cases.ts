// What the benchmark runs: each pipeline, compiled once, with all that are to be compared on it.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import type { Kfp } from "../find-kfp.ts";
import type { RunSide } from "./measure-run.ts";
import { naps, runShapes, shapeOf } from "./shapes.ts";

export const groupNames = ["python", "typescript", "naps", "wide", "nothing"] as const;

export type GroupName = (typeof groupNames)[number];

export interface RunCase {
  readonly group: GroupName;
  readonly name: string;
  readonly tasks: number;
  /** A JSON file. */
  readonly pipeline: string;
  readonly sides: readonly RunSide[];
  readonly parallelism: number;
  /** How often each side runs it. */
  readonly runs: number;
}

export interface CaseOptions {
  /** For the pipelines; made if it does not exist. */
  readonly folder: string;
  readonly groups: readonly GroupName[];
  readonly quick: boolean;
  readonly runs: number;
  /** Without it there are no pipelines in Python. */
  readonly kfp: Kfp | undefined;
}

const parallelism = 2;
const napCount = 6;

/** In the order in which they are to be measured; those of no interest are neither compiled nor in it. */
export async function casesOf(options: CaseOptions): Promise<readonly RunCase[]> {
  mkdirSync(options.folder, { recursive: true });
  const makers = { python, typescript, naps: napping, wide, nothing };
  const cases: RunCase[] = [];
  for (const group of groupNames) {
    if (options.groups.includes(group)) cases.push(...(await makers[group](options)));
  }
  return cases;
}

/** One task of every kind with everything that runs it: what they read is then in the system's memory. */
export async function warmUpCases(options: CaseOptions): Promise<readonly RunCase[]> {
  const few = { ...options, folder: join(options.folder, "warm-up"), quick: true, runs: 1 };
  mkdirSync(few.folder, { recursive: true });
  const wanted = options.groups.some((group) => group !== "nothing");
  return wanted ? [...(await python(few, 1)), ...typescript(few, 1)] : [];
}

async function python(options: CaseOptions, size = options.quick ? 10 : 100): Promise<readonly RunCase[]> {
  const { kfp, runs } = options;
  if (kfp === undefined) return [];
  const pipeline = await fromKfp(options, kfp, "chain", size);
  const sides = ["process", "worker", "kfp.local"] as const;
  return [{ group: "python", name: "Python chain", tasks: size, pipeline, sides, parallelism, runs }];
}

function typescript(options: CaseOptions, size = options.quick ? 10 : 100): readonly RunCase[] {
  const pipeline = fromShape(options, `typescript-chain-${size}`, shapeOf("chain", size));
  const common = { group: "typescript", parallelism, runs: options.runs } as const;
  return [{ ...common, name: "TypeScript chain", tasks: size, pipeline, sides: ["process", "worker"] }];
}

async function napping(options: CaseOptions): Promise<readonly RunCase[]> {
  const { kfp, runs } = options;
  const common = { group: "naps", tasks: napCount, parallelism: napCount, runs } as const;
  const programs = fromShape(options, "program-naps", naps(napCount, 0.5));
  const cases: RunCase[] = [
    { ...common, name: "0.5 s sleeps, programs", pipeline: programs, sides: ["process"] },
  ];
  if (kfp === undefined) return cases;
  const pipeline = await fromKfp(options, kfp, "naps", napCount);
  return [
    ...cases,
    { ...common, name: "0.5 s sleeps, Python", pipeline, sides: ["process", "worker", "kfp.local"] },
  ];
}

/** Once: a thousand tasks are many already. */
async function wide(options: CaseOptions): Promise<readonly RunCase[]> {
  const { kfp, quick } = options;
  const size = quick ? 50 : 1000;
  const common = { group: "wide", tasks: size, parallelism, runs: 1 } as const;
  const fan = fromShape(options, `typescript-fan-${size}`, shapeOf("fan", size));
  const cases: RunCase[] = [{ ...common, name: "TypeScript fan", pipeline: fan, sides: ["worker"] }];
  if (kfp === undefined) return cases;
  const pipeline = await fromKfp(options, kfp, "wide", size);
  return [...cases, { ...common, name: "Python fan", pipeline, sides: ["process", "worker", "kfp.local"] }];
}

function nothing(options: CaseOptions): readonly RunCase[] {
  const sizes = options.quick ? [100, 1000] : [100, 1000, 10_000];
  return runShapes.flatMap((shape) =>
    sizes.map((size) => ({
      group: "nothing" as const,
      name: shape,
      tasks: size,
      pipeline: fromShape(options, `${shape}-${size}`, shapeOf(shape, size)),
      sides: ["nothing"] as const,
      parallelism,
      runs: options.runs,
    })),
  );
}

function fromShape({ folder }: CaseOptions, name: string, spec: PipelineSpec): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(spec));
  return file;
}

async function fromKfp(
  { folder }: CaseOptions,
  { executable }: Kfp,
  name: string,
  size: number,
): Promise<string> {
  const file = join(folder, `python-${name}-${size}.json`);
  const source = join(import.meta.dirname, "pipelines.py");
  const args = ["dsl", "compile", "--py", source, "--function", name, "--output", file];
  await promisify(execFile)(executable, args, {
    env: { ...process.env, BENCH_SIZE: String(size), PYTHONDONTWRITEBYTECODE: "1" },
  });
  return file;
}
