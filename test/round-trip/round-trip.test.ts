// IR of everybody's, imported to TypeScript that type-checks, and compiled again: the same IR comes out.
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { check as isPretty } from "prettier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decompile } from "../../pipeline/decompiler/decompile.ts";
import { printPipeline } from "../../pipeline/decompiler/print/index.ts";
import { irDifferences } from "../../pipeline/ir/compare/same-pipeline.ts";
import { readPipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import { type RoundTripFile, roundTripSets } from "./files.ts";

const root = join(import.meta.dirname, "../..");
/** Inside the repository, where "pollux" is found; its dot keeps it from everybody else. */
const folder = join(root, `test/.printed-${process.pid}`);
const python = join(root, ".venv/bin/python");
const hasChecker = existsSync(join(root, "../shared/kfp/check.py"));
const run = promisify(execFile);

interface Printed {
  readonly file: RoundTripFile;
  readonly name: string;
  readonly source: string;
}

const printed = new Map<string, Printed>();
const failures = new Map<string, string>();
const key = ({ set, name }: RoundTripFile) => `${set}/${name}`;

let typeErrors = "";
let compiled = new Map<string, readonly string[] | string>();

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  for (const file of roundTripSets.flatMap(({ files }) => files)) {
    try {
      const ir = readPipelineFile(readFileSync(file.path, "utf8"), file.name);
      const source = await printPipeline(decompile(ir, file.name));
      const name = `${file.set}-${file.name.replaceAll(/[^\w.-]/g, "_")}`;
      printed.set(key(file), { file, name, source });
      writeFileSync(join(folder, `${name}.ts`), source);
    } catch (error) {
      failures.set(key(file), String(error));
    }
  }
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: ["./*.ts"] }),
  );
  typeErrors = await tsc();
  await compileAll();
  compiled = compareAll();
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function tsc(): Promise<string> {
  const command = join(root, "node_modules/.bin/tsc");
  return run(command, ["-p", folder], { cwd: root }).then(
    () => "",
    ({ stdout }: { readonly stdout: string }) => stdout,
  );
}

/** One process for all, as somebody with many pipelines would do it. */
async function compileAll(): Promise<void> {
  const files = [...printed.values()].map(({ name }) => join(folder, `${name}.ts`));
  const command = ["scripts/pollux.mjs", "compile", ...files, "--out", `${folder}/`];
  await run(process.execPath, command, { cwd: root, maxBuffer: 2 ** 26 });
}

/** By file what differs, as the checker beside the repository says, or where there is none our own. */
function compareAll(): Map<string, readonly string[] | string> {
  const all = [...printed.values()];
  if (!hasChecker) return new Map(all.map(({ file, name }) => [key(file), ownDifferences(file, name)]));
  const pairs = all.map(({ file, name }) => ({ a: file.path, b: join(folder, `${name}.yaml`) }));
  const script = join(import.meta.dirname, "check-equal.py");
  const { stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify(pairs),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (stdout === "") throw new Error(stderr);
  const results = JSON.parse(stdout) as readonly {
    readonly differences?: readonly string[];
    readonly error?: string;
  }[];
  return new Map(
    all.map(({ file }, index) => [
      key(file),
      results[index]?.differences ?? results[index]?.error ?? "nothing",
    ]),
  );
}

function ownDifferences({ path }: RoundTripFile, name: string): readonly string[] {
  const [a, b] = [path, join(folder, `${name}.yaml`)].map((file) =>
    readPipelineFile(readFileSync(file, "utf8"), file),
  );
  return a && b ? irDifferences(a, b).map((difference) => JSON.stringify(difference)) : ["nothing"];
}

describe.each(roundTripSets.filter(({ files }) => files.length > 0))("of the $set files", ({ files }) => {
  test(`all ${files.length} compile to the same IR again`, () => {
    const wrong = files.flatMap((file) => {
      const differences = failures.get(key(file)) ?? compiled.get(key(file)) ?? "not compiled";
      return differences.length === 0 ? [] : [[file.name, differences] as const];
    });
    expect(wrong).toEqual([]);
  });

  test("all are laid out as prettier does it", async () => {
    for (const file of files) {
      const { source = "" } = printed.get(key(file)) ?? {};
      expect(await isPretty(source, { parser: "typescript", printWidth: 110 }), file.name).toBe(true);
    }
  });
});

test.each(roundTripSets.filter(({ skipped }) => skipped !== ""))("the $set files$skipped", ({ files }) => {
  expect(files).toEqual([]);
});

test("what is imported type-checks", () => {
  expect(typeErrors).toBe("");
});
