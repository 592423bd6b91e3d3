import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../property-seed.ts";
import { checkBuild } from "../../../cloudbuild/check/check-build.ts";
import { sortFindings } from "../../../cloudbuild/findings/sort-findings.ts";
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { Finding } from "../../../cloudbuild/findings/finding.ts";
import type { Build } from "../../../cloudbuild/format/build.ts";

const corpus = new URL("../../../../shared/cloudbuild/corpus/", import.meta.url);
const modes = ["trigger", "submit"] as const;

function findingsIn(file: string, text: string): readonly Finding[] {
  const { read } = readBuildFile(file, text);
  return read === undefined ? [] : checkBuild(read, { modes });
}

test("everything is told at once, in the order of the file", () => {
  const text = `steps:
  - id: build
    name: gcr.io/cloud-builders/docker
    args: [build, --build-arg, KEY=$$KEY, .]
    secretEnv: [KEY]
  - id: build
    name: busybox
    waitFor: [test]
    timeout: 86401s
`;
  expect(
    findingsIn("a.yaml", text).map(({ code, place }) => `${place.line}:${place.column} ${code}`),
  ).toEqual([
    "4:36 SECRET_NOT_EXPANDED",
    "5:17 UNDEFINED_SECRET",
    "6:9 DUPLICATE_STEP_ID",
    "8:15 UNKNOWN_WAIT_FOR",
    "9:14 TIMEOUT_TOO_LONG",
  ]);
});

test("findings are sorted by place, and those that say the same of one place are one", () => {
  const finding = (file: string, line: number, column: number, code = "A"): Finding => ({
    code,
    severity: "error",
    place: { file, line, column, length: 1 },
    message: "m.",
    remedy: "r.",
  });
  const sorted = [
    finding("a", 2, 1),
    finding("a", 10, 1),
    finding("a", 10, 2, "A"),
    finding("a", 10, 2, "B"),
    finding("b", 1, 1),
  ];
  expect(sortFindings([...sorted, ...sorted].reverse())).toEqual(sorted);
});

test("nothing that a build says makes a rule throw", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "",
      "-",
      "a",
      "$_X",
      "${_X}",
      "$$X",
      "$",
      "A=$$A",
      "-c",
      "bash",
      "docker",
      "/x",
      "..",
      "0s",
      "-1s",
    ),
    fc.string({ maxLength: 8 }),
  );
  const words = fc.array(word, { maxLength: 4 });
  const map = fc.dictionary(word, word, { maxKeys: 3 });
  const volumes = fc.array(fc.record({ name: word, path: word }, { requiredKeys: [] }), { maxLength: 3 });
  const step = fc.record(
    {
      ...{ name: word, id: word, args: words, env: words, dir: word, waitFor: words, entrypoint: word },
      ...{ secretEnv: words, volumes, timeout: word, script: word, allowFailure: fc.boolean() },
      allowExitCodes: fc.array(fc.integer(), { maxLength: 3 }),
    },
    { requiredKeys: ["name"] },
  );
  const build = fc.record(
    {
      ...{
        steps: fc.array(step, { minLength: 1, maxLength: 5 }),
        timeout: word,
        queueTtl: word,
        images: words,
      },
      artifacts: fc.record(
        { images: words, objects: fc.record({ location: word, paths: words }, { requiredKeys: [] }) },
        { requiredKeys: [] },
      ),
      options: fc.record(
        { env: words, secretEnv: words, volumes, workerPool: word, diskSizeGb: fc.integer(), logging: word },
        { requiredKeys: [] },
      ),
      ...{ substitutions: map, serviceAccount: word, logsBucket: word },
      secrets: fc.array(fc.record({ kmsKeyName: word, secretEnv: map }, { requiredKeys: [] }), {
        maxLength: 3,
      }),
      availableSecrets: fc.record(
        {
          secretManager: fc.array(fc.record({ versionName: word, env: word }, { requiredKeys: [] })),
          inline: fc.array(fc.record({ kmsKeyName: word, envMap: map }, { requiredKeys: [] })),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ["steps"] },
  );
  fc.assert(
    fc.property(build, (made) => {
      const file: BuildFile = {
        file: "a.yaml",
        text: "",
        build: made as Build, // `logging` may be any text, and fields be absent: the rules are to bear that
        placeOf: () => ({ file: "a.yaml", line: 1, column: 1, length: 1 }),
      };
      for (const { message, remedy } of checkBuild(file, { modes })) {
        expect(message).toMatch(/^[^\n]+[.?]$/);
        expect(remedy).toMatch(/^[^\n]+[.?]$/);
      }
    }),
    { numRuns: 200 },
  );
});

describe.skipIf(!existsSync(corpus))("the real configs (skipped where ../shared is absent)", () => {
  test("are told what is old or vague in them, and nothing false", () => {
    const index = JSON.parse(readFileSync(new URL("INDEX.json", corpus), "utf8")) as readonly {
      readonly file: string;
    }[]; // of the corpus's own index
    const all = index.flatMap(({ file }) => findingsIn(file, readFileSync(new URL(file, corpus), "utf8")));
    const tally: Record<string, number> = {};
    for (const { severity, code, mode } of all) {
      const key = [severity, code, ...(mode === undefined ? [] : [mode])].join(" ");
      tally[key] = (tally[key] ?? 0) + 1;
    }
    expect(tally).toEqual({
      "error UNKNOWN_BUILTIN": 2,
      "warning DUPLICATE_ENV": 1,
      "warning EMPTY_BUILTIN": 2,
      "warning EMPTY_BUILTIN submit": 5,
      "warning KANIKO": 1,
      "warning RETIRED_REGISTRY": 132,
      "warning SECRET_LATEST": 1,
      "warning SECRET_NOT_EXPANDED": 1,
      "warning UNDEFINED_SUBSTITUTION": 96,
      "warning UNDEFINED_SUBSTITUTION submit": 1,
      "warning UNUSED_SUBSTITUTION submit": 1,
      "warning VAGUE_TAG": 70,
    });
  });
});
