// Seeded changes to kfp's files: what KFP's protocol buffers take for equal is equal to us, and nothing else is. The
// files and the program that compares are beside the repository where it is developed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject } from "../../../../pipeline/ir/json-object.ts";
import { irDifferences } from "../../../../pipeline/ir/compare/same-pipeline.ts";
import { type PipelineFile, readPipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";
import "../../../property-seed.ts";

const root = join(import.meta.dirname, "../../../..");
const python = join(root, ".venv/bin/python");
const facts = join(root, "../shared/kfp");
const names = [
  "pipeline_with_importer.yaml",
  "if_elif_else_complex.yaml",
  "pipeline_with_task_final_status_yaml.yaml",
  "parallel_and_nested/pipeline_with_loops.yaml",
  "parallel_and_nested/nested_parallel_for_secret.yaml",
  "create_pod_metadata_complex.yaml",
];
const canCompare =
  existsSync(join(facts, "check.py")) &&
  spawnSync(python, ["-c", "import kfp.pipeline_spec, yaml"]).status === 0;
const skipped = canCompare ? "" : " (skipped: no comparison of kfp's files here)";

/** True, false, or null where one of the two is no IR. */
const script = `
import json, sys
sys.path.insert(0, sys.argv[1])
import check

def equal(pair):
    try:
        a, b = ({"pipeline": check.parse_pipeline(f["pipeline"]),
                 "platform": check.parse_platform({"platforms": f["platforms"]}) if "platforms" in f else {}} for f in pair)
        return not check.differences(a, b, True)
    except Exception:
        return None

print(json.dumps([equal(pair) for pair in json.load(sys.stdin)]))
`;

type Pair = readonly [PipelineFile, PipelineFile];

function kfpFindsEqual(pairs: readonly Pair[]): readonly (boolean | null)[] {
  const input = JSON.stringify(pairs);
  const options = { input, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
  return JSON.parse(execFileSync(python, ["-c", script, facts], options)) as readonly (boolean | null)[];
}

/** Where a change is made, as a number for each choice of a key on the way down, and what is done there. */
const change = fc.record({
  way: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
  how: fc.nat(1000),
});

const replacements: readonly Json[] = ["", 0, false, null, [], {}, "other", 7, true, "60.5s"];

function changed(value: Json, way: readonly number[], how: number): Json {
  const [step = 0, ...rest] = way;
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (keys.length === 0) return changedLeaf(value, how);
  const key = keys[step % keys.length] ?? "";
  const stop = step % 17 === 0;
  if (Array.isArray(value)) {
    if (stop) return how % 2 === 0 ? [...value].reverse() : value.slice(1);
    return value.map((item: Json, index) => (String(index) === key ? changed(item, rest, how) : item));
  }
  if (!isObject(value)) return value;
  const { [key]: child = null, ...others } = value;
  if (!stop) return { ...others, [key]: changed(child, rest, how) };
  const added = ["enableCache", "args", "dependentTasks", "inputs", "metadata", "isOptional", "description"];
  const extra = { [added[how % added.length] ?? ""]: replacements[how % replacements.length] ?? null };
  return how % 3 === 0 ? others : { ...value, ...extra };
}

function changedLeaf(value: Json, how: number): Json {
  if (how % 3 === 0) return replacements[how % replacements.length] ?? null;
  if (typeof value === "string" && value.startsWith("{")) return value.replaceAll(": ", ":");
  return typeof value === "string" ? `${value}x` : typeof value === "number" ? value + 1 : value === false;
}

describe.skipIf(skipped !== "")(`changed files of kfp${skipped}`, () => {
  test("are equal to us if and only if KFP finds them equal", () => {
    const files = names.map((name) =>
      readPipelineFile(readFileSync(join(facts, "corpus", name), "utf8"), name),
    );
    const pairs = files.flatMap((file): Pair[] => {
      const { seed } = fc.readConfigureGlobal();
      const changes = fc.sample(change, { numRuns: 60, ...(seed === undefined ? {} : { seed }) });
      return changes.map(({ way, how }) => [
        file,
        // a PipelineFile still, where KFP can read it
        changed(file as unknown as Json, way, how) as unknown as PipelineFile,
      ]);
    });
    const theirs = kfpFindsEqual(pairs);
    const verdicts = pairs.flatMap(([a, b], index) => {
      const equal = theirs[index];
      if (equal === null || equal === undefined) return [];
      const ours = irDifferences(a, b);
      return [{ equal, agrees: equal === (ours.length === 0), ours, changed: index }];
    });
    expect(verdicts.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(verdicts.filter(({ equal }) => equal).length).toBeGreaterThan(10);
    expect(verdicts.filter(({ equal }) => !equal).length).toBeGreaterThan(100);
  });
});
