// Whatever a file says, reading it ends soon, and with places that are in the file.
import fc from "fast-check";
import { stringify } from "yaml";
import { describe, expect, test } from "vitest";
import { checkBuild } from "../../../cloudbuild/check/check-build.ts";
import { readBuildFile, type ReadOutcome } from "../../../cloudbuild/files/read-build-file.ts";
import { showFindings } from "../../../cloudbuild/findings/show-findings.ts";

function readWhole(text: string): ReadOutcome {
  const outcome = readBuildFile("a.yaml", text);
  const build = outcome.read ?? outcome.mended;
  const more = build ? checkBuild(build, { modes: ["trigger", "submit"] }) : [];
  const findings = [...outcome.findings, ...more];
  const lines = text.replace(/^\ufeff/, "").split("\n");
  for (const { place, related = [] } of findings) {
    for (const each of [place, ...related.map((other) => other.place)]) {
      expect(each.line).toBeLessThanOrEqual(lines.length);
      expect(each.column - 1 + each.length).toBeLessThanOrEqual((lines[each.line - 1] ?? "").length);
    }
  }
  showFindings(findings, { textOf: () => text });
  return outcome;
}

const words = fc.constantFrom(
  ..."steps name args waitFor wait_for env secretEnv timeout options substitutions _A id images tags secrets".split(
    " ",
  ),
  ..."kmsKeyName volumes script source availableSecrets inline envMap __proto__ constructor <<".split(" "),
);
const scalars = fc.oneof(
  fc.constantFrom(
    "a",
    "$_A",
    "${_A}",
    "$$x",
    "10m",
    "600s",
    "-",
    ".",
    "yes",
    "YWI=",
    "docker",
    "build\n-t $_A",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { value: builds } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "medium" },
    scalars,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(words, tie("value"), { maxKeys: 6 }),
  ),
}));

describe("reading", () => {
  test("never throws on a text", () => {
    const pieces = fc.constantFrom(
      ..."steps:|\n|- name: a\n|  |args: [|]|{|}|'|\"|&a |*a|<<: *a\n|? |: |!!str |\\|\n|>-\n|#|\t|---\n|%YAML 1.1\n|\r\n|é|😀|\u0000".split(
        "|",
      ),
      "|",
    );
    const texts = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(""));
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: "binary" })), (text) => void readWhole(text)),
      { numRuns: 500 },
    );
  });

  test("never throws on a value, written as YAML or as JSON", () => {
    const value = fc.dictionary(words, builds, { maxKeys: 8 });
    fc.assert(
      fc.property(value, fc.boolean(), (build, asJson) => {
        readWhole(asJson ? JSON.stringify(build, null, "\t") : stringify(build));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["brackets", `steps: ${"[".repeat(5_000)}`, "NESTED_TOO_DEEPLY"],
    [
      "mappings",
      Array.from({ length: 900 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
      "NESTED_TOO_DEEPLY",
    ],
    ["an alias of itself", "steps: &all [*all]\n", "NESTED_TOO_DEEPLY"],
    ["a mapping that merges itself", "steps:\n- &a\n  name: a\n  <<: *a\n", "YAML_SYNTAX"],
    [
      "aliases of aliases",
      `${bomb((name) => `[${Array(9).fill(`*${name}`).join(", ")}]`)}steps: *a20\n`,
      "TOO_LARGE",
    ],
    [
      "merges of merges",
      `${bomb((name) => `{<<: [*${name}, *${name}, *${name}]}`)}steps: *a20\n`,
      "TOO_LARGE",
    ],
    ["many characters", `steps: [{name: ${"a".repeat(3_000_000)}}]`, "TOO_LARGE"],
  ])("ends soon with %s", (_, text, code) => {
    expect(readWhole(text).findings.map((finding) => finding.code)).toContain(code);
  });
});

function bomb(next: (name: string) => string): string {
  const lines = Array.from(
    { length: 20 },
    (_, index) => `a${index + 1}: &a${index + 1} ${next(`a${index}`)}\n`,
  );
  return `a0: &a0 {x: y}\n${lines.join("")}`;
}
