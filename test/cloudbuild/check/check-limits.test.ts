import { describe, expect, test } from "vitest";
import { checkLimits, limitFindings } from "../../../cloudbuild/check/check-limits.ts";
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { Finding, Mode } from "../../../cloudbuild/findings/finding.ts";
import type { Build } from "../../../cloudbuild/format/build.ts";

function fileOf(build: Build): BuildFile {
  const { read, findings } = readBuildFile("cloudbuild.json", JSON.stringify(build, undefined, 1));
  if (read === undefined) throw new Error(JSON.stringify(findings));
  return read;
}

function limits(
  build: Build,
  substitutions?: { readonly [name: string]: string },
  modes: readonly Mode[] = ["trigger", "submit"],
): readonly Finding[] {
  return checkLimits(fileOf(build), { modes, ...(substitutions && { substitutions }) });
}

function said(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, code, message, remedy }) => `${severity} ${code}: ${message} ${remedy}`);
}

function times<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index));
}

const step = { name: "a" };
const base64 = (bytes: number) => Buffer.alloc(bytes).toString("base64");
const key = "projects/p/locations/l/keyRings/r/cryptoKeys/k";

describe("checkLimits", () => {
  test.each<readonly [string, number, (count: number) => Build, string]>([
    [
      "steps",
      300,
      (count) => ({ steps: times(count, () => step) }),
      "error TOO_MANY_STEPS: The build has 301 steps, and 300 are allowed. Join steps, or make two builds of it.",
    ],
    [
      "arguments",
      100,
      (count) => ({ steps: [{ ...step, id: "x", args: times(count, () => "a") }] }),
      'error TOO_MANY_ARGS: Step "x" has 101 arguments, and 100 are allowed. Put the command into a script.',
    ],
    [
      "characters of an argument",
      10_000,
      (count) => ({ steps: [{ ...step, args: ["a", "é".repeat(count)] }] }),
      "error ARG_TOO_LONG: Argument 2 of step-1 has 10001 characters after substitution, and 10000 are allowed. " +
        `Put the text into a file of the repository, or into the step's "script".`,
    ],
    [
      "substitutions",
      200,
      (count) => ({ steps: [step], substitutions: Object.fromEntries(times(count, (n) => [`_X${n}`, ""])) }),
      "error TOO_MANY_SUBSTITUTIONS: The build has 201 substitutions, and 200 are allowed. " +
        "Remove those that are not needed.",
    ],
    [
      "bytes of a substitution's name",
      100,
      (count) => ({ steps: [step], substitutions: { [`_${"X".repeat(count - 1)}`]: "" } }),
      `error SUBSTITUTION_NAME_TOO_LONG: The name "_${"X".repeat(78)}…" has 101 bytes, and 100 are allowed. ` +
        "Give it a shorter name.",
    ],
    [
      "bytes of a substitution's value",
      4000,
      (count) => ({ steps: [step], substitutions: { _X: `${"é".repeat(1999)}${"a".repeat(count - 3998)}` } }),
      'error SUBSTITUTION_VALUE_TOO_LONG: The value of "_X" has 4001 bytes, and 4000 are allowed. ' +
        "Put the text into a file of the repository.",
    ],
    [
      "encrypted values",
      100,
      (count) => ({
        steps: [step],
        secrets: [
          { kmsKeyName: key, secretEnv: Object.fromEntries(times(count, (n) => [`A${n}`, base64(1)])) },
        ],
      }),
      "error TOO_MANY_SECRETS: The build has 101 encrypted values, and 100 are allowed. " +
        "Move some to Secret Manager.",
    ],
    [
      "bytes of an encrypted value",
      65_536,
      (count) => ({
        steps: [step],
        availableSecrets: { inline: [{ kmsKeyName: key, envMap: { A: base64(count) } }] },
      }),
      'error SECRET_TOO_LONG: The secret "A" has 65537 bytes, and 65536 are allowed. Move it to Secret Manager.',
    ],
    [
      "tags",
      64,
      (count) => ({ steps: [step], tags: times(count, (n) => `t${n}`) }),
      "warning TOO_MANY_TAGS: The build has 65 tags, and older versions of Cloud Build took no more: 64 are " +
        "allowed. Give 64 at most.",
    ],
    [
      "images",
      100,
      (count) => ({ steps: [step], images: times(count, (n) => `i${n}`) }),
      "warning TOO_MANY_IMAGES: The build has 101 images, and older versions of Cloud Build took no more: 100 are " +
        "allowed. Give 100 at most.",
    ],
    [
      "paths of artifacts",
      100,
      (count) => ({
        steps: [step],
        artifacts: { objects: { location: "gs://b", paths: times(count, (n) => `p${n}`) } },
      }),
      "warning TOO_MANY_PATHS: The build has 101 paths of artifacts, and older versions of Cloud Build took no " +
        "more: 100 are allowed. Give 100 at most.",
    ],
    [
      "variables of a step",
      100,
      (count) => ({ steps: [{ ...step, env: times(count, (n) => `A${n}=1`) }] }),
      "warning TOO_MANY_VARIABLES: Step-1 has 101 environment variables, and older versions of Cloud Build took no " +
        "more: 100 are allowed. Put some into a file.",
    ],
    [
      "variables of the build",
      100,
      (count) => ({ steps: [step], options: { env: times(count, (n) => `A${n}=1`) } }),
      "warning TOO_MANY_VARIABLES: The build has 101 environment variables, and older versions of Cloud Build took " +
        "no more: 100 are allowed. Put some into a file.",
    ],
    [
      "characters of a variable",
      1000,
      (count) => ({ steps: [{ ...step, env: [`A=${"x".repeat(count - 2)}`] }] }),
      'warning VARIABLE_TOO_LONG: The environment variable "A" has 1001 characters, and older versions of Cloud ' +
        "Build took no more: 1000 are allowed. Put the text into a file of the repository.",
    ],
    [
      "characters of a folder",
      1000,
      (count) => ({ steps: [{ ...step, dir: "d".repeat(count) }] }),
      'warning DIR_TOO_LONG: "dir" of step-1 has 1001 characters, and older versions of Cloud Build took no more: ' +
        "1000 are allowed. Give a shorter path.",
    ],
  ])("takes so many %s and no more: %d", (_, limit, build, text) => {
    expect(said(limits(build(limit)))).toEqual([]);
    expect(said(limits(build(limit + 1)))).toEqual([text]);
  });

  test("measures what is there after substitution", () => {
    const build = { steps: [{ ...step, args: [`$_X${"a".repeat(9000)}`] }], substitutions: { _X: "" } };
    expect(said(limits(build, { _X: "x".repeat(1000) }))).toEqual([]);
    expect(limits(build, { _X: "x".repeat(1001) }).map(({ code }) => code)).toEqual(["ARG_TOO_LONG"]);
    const escaped = { steps: [{ ...step, args: [`$$${"a".repeat(9999)}`] }] };
    expect(said(limits(escaped))).toEqual([]);
  });

  test("counts what is given to the build's own substitutions", () => {
    const own = Object.fromEntries(times(200, (n) => [`_X${n}`, ""]));
    const build = { steps: [step], substitutions: own };
    expect(said(limits(build, { _X0: "1" }))).toEqual([]);
    expect(limits(build, { _Y: "1" }).map(({ code }) => code)).toEqual(["TOO_MANY_SUBSTITUTIONS"]);
  });

  test("measures values as each way of starting the build makes them", () => {
    const long = { _A: "a".repeat(2001), _B: "${_A}${_A}" };
    const build = { steps: [step], substitutions: long };
    expect(limits(build, undefined, ["submit"])).toEqual([]);
    expect(limits(build, undefined, ["trigger"]).map(({ code }) => code)).toEqual([
      "SUBSTITUTION_VALUE_TOO_LONG",
    ]);
  });

  test("warns of what the longest name of a branch would make too long", () => {
    const build = { steps: [{ ...step, args: [`$BRANCH_NAME${"a".repeat(9900)}`] }] };
    expect(said(limits(build))).toEqual([
      "warning ARG_TOO_LONG: Argument 1 of step-1 has 10144 characters after substitution, and 10000 are allowed " +
        "once the names of branch, tag and repository are as long as they may be. " +
        `Put the text into a file of the repository, or into the step's "script".`,
    ]);
    expect(said(limits(build, { BRANCH_NAME: "main" }))).toEqual([]);
  });

  test("leaves scripts alone, whose length is not limited", () => {
    expect(said(limits({ steps: [{ ...step, script: "a".repeat(100_000) }] }))).toEqual([]);
  });

  test("points at the text", () => {
    const [finding] = limits({ steps: [step, { ...step, args: ["a", "b".repeat(10_001)] }] });
    expect(finding?.place).toEqual({ file: "cloudbuild.json", line: 10, column: 5, length: 10_003 });
  });
});

test("limitFindings measures a build whose substitutions have their values", () => {
  const place = { file: "merged.yaml", line: 1, column: 1, length: 1 };
  const paths: string[] = [];
  const findings = limitFindings({ steps: [{ ...step, args: ["b".repeat(10_001)] }] }, (path) => {
    paths.push(path.join("."));
    return place;
  });
  expect(findings.map(({ code, place: found }) => [code, found])).toEqual([["ARG_TOO_LONG", place]]);
  expect(paths).toEqual(["steps.0.args.0"]);
});
