// The command as the command line calls it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../../scripts/cloudbuild/check.ts";
import { cloudbuild } from "../../../scripts/commands/cloudbuild.ts";
import { catchOutput } from "../commands/output.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const { said, printed } = catchOutput();

function write(text: string): string {
  const file = join(temporaryFolder(), "cloudbuild.yaml");
  writeFileSync(file, text);
  return file;
}

const good = "steps: [{name: bash, args: [echo, hello]}]\n";
const warned = "steps: [{name: bash, args: [echo, hello], dir: }]\n";
const wrong = "steps: [{name: bash, args: [5000], timeout: 10m}]\n";

describe("pollux cloudbuild check", () => {
  test("says nothing but how much there was of configs that are right", async () => {
    expect(await check.run([write(good)])).toBe(0);
    expect(printed.join("")).toBe("");
    expect(said).toEqual(["1 file: 0 errors, 0 warnings"]);
  });

  test("prints what is wrong with several, all at once", async () => {
    const [first, second] = [write(wrong), write(warned)];
    expect(await check.run([first, second, first])).toBe(1);
    expect(printed.join("")).toBe(`\
${first}:1:29: error WRONG_TYPE: steps[0].args[0] is the number 5000, and text is wanted.
  steps: [{name: bash, args: [5000], timeout: 10m}]
                              ^^^^
  Write it in quotes: "5000".

${first}:1:45: error WRONG_DURATION: steps[0].timeout is "10m", which is not a number of seconds with an s.
  steps: [{name: bash, args: [5000], timeout: 10m}]
                                              ^^^
  Write 600s.

${second}:1:43: warning EMPTY_FIELD: steps[0].dir has no value, and is taken as not there.
  steps: [{name: bash, args: [echo, hello], dir: }]
                                            ^^^
  Remove the field, or give it a value.
`);
    expect(said).toEqual(["2 files: 2 errors, 1 warning"]);
  });

  test("finds no error in our own configs, which builds.ts names", async () => {
    expect(await check.run([])).toBe(0);
    expect(said).toEqual([expect.stringMatching(/^[4-9] files: 0 errors, /)]);
  });

  test("finds what is wrong with the build where its format is wrong too", async () => {
    const file = write(
      "steps: [{name: bash, args: [a], id: b, timeout: 10m}, {name: bash, args: [a], id: b}]\n",
    );
    expect(await check.run([file])).toBe(1);
    expect(printed.join("").match(/error \w+/g)).toEqual(["error WRONG_DURATION", "error DUPLICATE_STEP_ID"]);
  });

  test("exits with 1 for a warning only if it is strict", async () => {
    const file = write(warned);
    expect(await check.run([file])).toBe(0);
    expect(await check.run([file, "--strict"])).toBe(1);
  });

  test("prints JSON", async () => {
    const file = write(wrong);
    expect(await check.run([file, "--json"])).toBe(1);
    const { files, ...counts } = JSON.parse(printed.join("")) as { readonly files: readonly object[] };
    expect(counts).toEqual({ errors: 2, warnings: 0 });
    expect(files).toMatchObject([
      { file, format: "refused", findings: [{ code: "WRONG_TYPE" }, { code: "WRONG_DURATION" }] },
    ]);
  });

  test("checks the other files where one cannot be read", async () => {
    const folder = join(temporaryFolder(), "builds");
    mkdirSync(folder);
    const file = write(wrong);
    await expect(check.run([folder, "absent.yaml", file])).rejects.toMatchObject({
      code: "CANNOT_READ",
      message: `${folder}: is a folder. Name the configs in it.\nabsent.yaml: there is no such file. Name a config that can be read.`,
    });
    expect(said).toEqual(["1 file: 2 errors, 0 warnings"]);
  });

  test("leaves out what is of another way to start the build", async () => {
    const file = write(`${good}source: {gitSource: {url: u}}\n`);
    expect(await check.run([file, "--mode", "trigger"])).toBe(0);
    expect(printed.join("")).toBe("");
    expect(await check.run([file, "--mode", "submit"])).toBe(0);
    expect(printed.join("")).toContain("SOURCE_IN_CONFIG (with gcloud builds submit)");
  });

  test("takes the substitutions that the command line gives", async () => {
    const file = write("steps: [{name: bash, args: [$_A, $_B]}]\n");
    expect(await check.run([file, "--mode", "submit", "--substitutions", "_A=1,_B=2=3"])).toBe(0);
    expect(await check.run([file, "--mode", "submit", "--substitutions", "^;^_A=1,2;_B="])).toBe(0);
    expect(said).toEqual(["1 file: 0 errors, 0 warnings", "1 file: 0 errors, 0 warnings"]);
  });

  test.each([
    [
      ["--mode", "push"],
      "UNKNOWN_MODE",
      'pollux cloudbuild check: --mode "push" is no way to start a build. Give trigger or submit, or leave it out.',
    ],
    [
      ["--substitutions", "TAG=1"],
      "WRONG_SUBSTITUTION",
      '--substitutions "TAG=1": is no substitution. Write _NAME=value, with capital letters, digits and _ in the name.',
    ],
  ])("says what is wrong with %j", async (argv, code, message) => {
    await expect(check.run([write(good), ...argv])).rejects.toMatchObject({ code, message });
  });
});

describe("pollux cloudbuild", () => {
  test("lists its commands", async () => {
    expect(await cloudbuild.run([])).toBe(0);
    expect(printed.join("")).toMatch(/^usage: pollux cloudbuild COMMAND/);
  });

  test("explains each, and runs it", async () => {
    const names = [...cloudbuild.usage.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name ?? "");
    for (const name of names) {
      printed.length = 0;
      expect(await cloudbuild.run([name, "--help"])).toBe(0);
      expect(printed.join("")).toContain(`usage: pollux cloudbuild ${name}`);
    }
    expect(names).toEqual(
      "check merge plan graph explain triggers run infrastructure deploy teardown".split(" "),
    );
    expect(await cloudbuild.run(["check", write(good)])).toBe(0);
  });

  test("says what is wrong with a name and an option", async () => {
    await expect(cloudbuild.run(["chek"])).rejects.toMatchObject({
      code: "UNKNOWN_COMMAND",
      message:
        'pollux cloudbuild: there is no command "chek". Did you mean "check"? Use one of: check, merge, plan, graph, explain, triggers, run, infrastructure, deploy, teardown.',
    });
    await expect(cloudbuild.run(["check", "--fast"])).rejects.toMatchObject({
      code: "WRONG_OPTION",
      message: expect.stringMatching(/^pollux cloudbuild check: Unknown option '--fast'/) as string,
    });
  });
});
