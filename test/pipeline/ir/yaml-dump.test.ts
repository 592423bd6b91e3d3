// Whatever PyYAML dumps reads back as what was dumped, in each of its styles and widths.
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readYaml } from "../../../pipeline/ir/yaml.ts";
import "../../property-seed.ts";

const python = join(import.meta.dirname, "../../../.venv/bin/python");
const hasPyYaml = spawnSync(python, ["-c", "import yaml"]).status === 0;
const skipped = hasPyYaml ? "" : " (skipped: no PyYAML here)";

interface Case {
  readonly value: unknown;
  readonly settings: object;
}

const shell = fc
  .array(
    fc.constantFrom(
      "pip install ",
      "'x'",
      '"$0"',
      "\n",
      "\n\n",
      "  ",
      "\t",
      " ",
      "#",
      "# ",
      ": ",
      "- ",
      "\\",
      "%",
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.lorem({ maxCount: 40 }),
  shell,
  fc.constantFrom("1:30", "0x1f", "1e3", "yes", "~", "=", "<<", "2020-01-01", "---", "...", "__proto__"),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "medium", withCrossShrink: true },
    fc.oneof(text, shell, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
    fc.constantFrom(null, [], {}),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(text, tie("value"), { maxKeys: 5 }),
  ),
}));
const settings = fc.record({
  c: fc.boolean(),
  share: fc.boolean(),
  width: fc.integer({ min: 5, max: 120 }),
  indent: fc.integer({ min: 2, max: 6 }),
  sort_keys: fc.boolean(),
  explicit_start: fc.boolean(),
  default_flow_style: fc.constantFrom(null, false, true),
  style: fc.constantFrom(null, null, '"', "'", "|", ">"),
});

function dumped(cases: readonly Case[]): readonly (string | null)[] {
  const input = JSON.stringify(cases);
  const script = join(import.meta.dirname, "yaml-dump.py");
  const output = execFileSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  return JSON.parse(output) as readonly (string | null)[];
}

function read(yaml: string): unknown {
  try {
    return readYaml(yaml, "dumped.yaml");
  } catch (error) {
    return String(error);
  }
}

describe.skipIf(skipped !== "")(`what PyYAML dumps${skipped}`, () => {
  test("reads back as the value that was dumped", () => {
    const { seed } = fc.readConfigureGlobal();
    const random = fc.sample(fc.record({ value, settings }), {
      numRuns: 1000,
      ...(seed === undefined ? {} : { seed }),
    });
    const cases = random.map((one): Case => JSON.parse(JSON.stringify(one)) as Case);
    const texts = dumped(cases);
    expect(texts.filter((yaml) => yaml === null).length).toBeLessThan(cases.length / 50);
    const wrong = texts.flatMap((yaml, index) => {
      if (yaml === null) return [];
      const [ours, theirs] = [read(yaml), [cases[index]?.value]];
      return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs)) ? [] : [{ yaml, ours, theirs }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
