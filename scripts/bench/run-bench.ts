// Compiles each pipeline with `pollux compile` and with `kfp dsl compile`, in turns, and keeps the medians.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Kfp } from "./find-kfp.ts";
import { type Cost, measure, medianCost } from "./measure.ts";
import { benchPipeline, type ShapeName } from "./shapes.ts";
import { writePython } from "./write-python.ts";
import { writeTypeScript } from "./write-typescript.ts";

export interface BenchOptions {
  readonly shapes: readonly ShapeName[];
  readonly sizes: readonly number[];
  readonly runs: number;
  /** Measures what commands cost. */
  readonly python: string;
  readonly kfp: Kfp | undefined;
  /** The most tasks that kfp is given: its time grows with the square of them. */
  readonly peerLimit: number;
  /** A folder inside this repository, so that "pollux" can be imported from it; it is emptied and removed. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** Told of each pipeline before it is measured. */
  readonly onCase: (shape: ShapeName, size: number) => void;
}

export interface Compiled extends Cost {
  /** Of the YAML. */
  readonly kilobytes: number;
}

export interface BenchRow {
  readonly shape: ShapeName;
  readonly size: number;
  readonly ours: Compiled;
  readonly peer: Compiled | undefined;
}

export interface BenchResult {
  readonly rows: readonly BenchRow[];
  /** `tsc` on a chain of that many tasks; on one task, that is, what the libraries' own types take. */
  readonly types: readonly { readonly size: number; readonly cost: Cost }[];
}

const root = resolve(import.meta.dirname, "../..");

export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const { folder, shapes, sizes, runs, onCase } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    // Everyone but the very first user has our own modules in Node's cache; what is measured never is.
    await compileOurs(options, "chain", 1, 0);
    const rows: BenchRow[] = [];
    for (const size of sizes) {
      for (const shape of shapes) {
        onCase(shape, size);
        rows.push(await measureCase(options, shape, size));
      }
    }
    const types = [];
    for (const size of [1, 1000]) types.push({ size, cost: await checkTypes(options, size, runs) });
    return { rows, types };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureCase(options: BenchOptions, shape: ShapeName, size: number): Promise<BenchRow> {
  const { runs, kfp, peerLimit } = options;
  const ours: Compiled[] = [];
  const peers: Compiled[] = [];
  for (let run = 1; run <= runs; run++) {
    ours.push(await compileOurs(options, shape, size, run));
    if (kfp !== undefined && size <= peerLimit) peers.push(await compilePeer(options, kfp, shape, size, run));
  }
  return { shape, size, ours: medianOf(ours), peer: peers.length === 0 ? undefined : medianOf(peers) };
}

/** Each run compiles a file that no cache knows, as after an edit. */
async function compileOurs(options: BenchOptions, shape: ShapeName, size: number, run: number) {
  const file = join(options.folder, `${shape}_${size}_${run}.ts`);
  writeFileSync(file, `${writeTypeScript(benchPipeline(shape, size))}// run ${run}\n`);
  const program = [process.execPath, join(root, "scripts", "pollux.mjs"), "compile", file, "--out"];
  return compileWith(options, program, file);
}

async function compilePeer(options: BenchOptions, kfp: Kfp, shape: ShapeName, size: number, run: number) {
  const file = join(options.folder, `${shape}_${size}_${run}.py`);
  writeFileSync(file, `${writePython(benchPipeline(shape, size))}# run ${run}\n`);
  const program = [kfp.executable, "dsl", "compile", "--py", file, "--function", "bench", "--output"];
  return compileWith(options, program, file);
}

async function compileWith(
  options: BenchOptions,
  program: readonly string[],
  file: string,
): Promise<Compiled> {
  const output = `${file}.yaml`;
  const cost = await costOf(options, [...program, output]);
  const kilobytes = statSync(output).size / 1000;
  rmSync(output);
  rmSync(file);
  return { ...cost, kilobytes };
}

/** Caches are kept in the folder, and go with it. */
async function costOf({ folder, python, signal }: BenchOptions, command: readonly string[]): Promise<Cost> {
  const caches = { TMPDIR: folder, NODE_COMPILE_CACHE: join(folder, "node") };
  return measure({ command, cwd: root, env: caches, python, ...(signal && { signal }) });
}

async function checkTypes(options: BenchOptions, size: number, runs: number): Promise<Cost> {
  const project = join(options.folder, "tsconfig.json");
  const file = `types-${size}.ts`;
  writeFileSync(join(options.folder, file), writeTypeScript(benchPipeline("chain", size)));
  writeFileSync(
    project,
    JSON.stringify({ extends: join(root, "tsconfig.json"), files: [file], include: [] }),
  );
  const { bin } = JSON.parse(readFileSync(join(root, "node_modules/typescript/package.json"), "utf8")) as {
    readonly bin: { readonly tsc: string }; // it is typescript's
  };
  const command = [process.execPath, join(root, "node_modules/typescript", bin.tsc), "-p", project];
  const costs: Cost[] = [];
  for (let run = 0; run < runs; run++) costs.push(await costOf(options, command));
  return medianCost(costs);
}

function medianOf(runs: readonly Compiled[]): Compiled {
  const [kilobytes = NaN] = runs.map((run) => run.kilobytes); // the same each time
  return { ...medianCost(runs), kilobytes };
}
