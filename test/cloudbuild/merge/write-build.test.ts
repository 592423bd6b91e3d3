import fc from "fast-check";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { Build } from "../../../cloudbuild/format/build.ts";
import { writeBuild } from "../../../cloudbuild/merge/write-build.ts";
import { hasCorpus, realBuilds } from "./corpus.ts";

test("fields stand in one order, arguments on lines of their own, scripts as blocks, and doubtful words in quotes", () => {
  const build: Build = {
    tags: ["on", "1.20"],
    timeout: "600s",
    steps: [
      { waitFor: ["-"], args: ["build", "--tag=a:1", "."], name: "docker", id: "a:build" },
      { script: "#!/bin/sh\necho $X\n", env: ["X=1"], waitFor: ["a:build"], name: "alpine", id: "a:say" },
    ],
    substitutions: { _ON: "yes", _TIME: "1:30", _TEXT: "two: words # and more" },
  };
  expect(writeBuild(build, "Made by a test.\nIn two lines.")).toBe(`# Made by a test.
# In two lines.

steps:
  - id: a:build
    name: docker
    waitFor: ["-"]
    args:
      - build
      - --tag=a:1
      - "."

  - id: a:say
    name: alpine
    waitFor:
      - a:build
    script: |
      #!/bin/sh
      echo $X
    env:
      - X=1

timeout: 600s

substitutions:
  _ON: "yes"
  _TIME: "1:30"
  _TEXT: "two: words # and more"

tags:
  - "on"
  - "1.20"
`);
});

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(..."ab \n\t#:-'\"\\%@`{}[]|>?!&*.,$1e_0xyn~"), maxLength: 30 }),
  fc.constantFrom(
    "yes",
    "No",
    "1_000",
    "0o7",
    "0777",
    "1e3",
    ".5",
    "2001-01-01",
    "12:30:45",
    "=",
    "<<",
    "NaN",
    ".inf",
  ),
);

const build: fc.Arbitrary<Build> = fc.record({
  steps: fc.array(
    fc.record(
      {
        name: text,
        args: fc.array(text),
        script: text,
        env: fc.array(text),
        dir: text,
        allowFailure: fc.boolean(),
      },
      { requiredKeys: ["name"] },
    ),
    { minLength: 1, maxLength: 4 },
  ),
  tags: fc.array(text),
});

test("what is written is read back as the same build, without a finding about its spelling", () => {
  fc.assert(
    fc.property(build, text, (written, comment) => {
      const { read, findings } = readBuildFile("merged.yaml", writeBuild(written, comment));
      expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
      expect(read?.build).toEqual(written);
    }),
    { numRuns: 500 },
  );
});

test.skipIf(!hasCorpus)("real builds are read back as they are, by YAML 1.1 too", () => {
  for (const { build: real } of realBuilds()) {
    const yaml = writeBuild(real, "");
    expect(readBuildFile("again.yaml", yaml).read?.build).toEqual(real);
    expect(parse(yaml, { version: "1.1" })).toEqual(JSON.parse(JSON.stringify(real)));
  }
});
