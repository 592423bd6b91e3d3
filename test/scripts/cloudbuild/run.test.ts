import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../../scripts/cloudbuild/run.ts";
import { catchOutput } from "../commands/output.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildsFolder } from "./builds-folder.ts";
import { trainer } from "./two-components.ts";

const { said, printed } = catchOutput();

function configFile(text: string): string {
  const file = join(temporaryFolder(), "cloudbuild.yaml");
  writeFileSync(file, text);
  return file;
}

/** What the lines of the time line say, without the bars. */
function timeLine(): readonly string[] {
  const lines = printed.join("\n").split("\n");
  return lines.slice(1, lines.indexOf("")).map((line) => line.replace(/\s*#*$/, "").replace(/\s+/g, " "));
}

describe("pollux cloudbuild run --dry", () => {
  test("simulates the merged build with the durations of builds.ts, and those that are given", async () => {
    const builds = buildsFolder();
    expect(await run.run(["--dry", "--builds", builds, "--duration", "trainer:lint=7"])).toBe(0);
    expect(timeLine()).toEqual([
      "trainer:build 0:00 5:00 SUCCESS",
      "trainer:push 5:00 6:00 SUCCESS",
      "trainer:lint 0:00 0:07 SUCCESS",
      "job:step-1 6:00 7:00 SUCCESS",
      "job:tell 7:00 8:00 SUCCESS",
    ]);
    expect(said).toEqual([]);
  });

  test("exits with 2 when the simulated build fails, as JSON too", async () => {
    const builds = buildsFolder();
    expect(await run.run(["--dry", "--builds", builds, "--fail", "trainer:push=3", "--json"])).toBe(2);
    expect(JSON.parse(printed.join(""))).toMatchObject({
      status: "FAILURE",
      statusDetail: 'Step "trainer:push" exits with 3.',
      seconds: 360,
      images: [],
    });
  });

  test("takes an environment's substitutions, and samples of what its trigger gives", async () => {
    expect(await run.run(["--dry", "--builds", buildsFolder(), "--env", "production"])).toBe(0);
    expect(printed.join("\n")).toContain(" curl https://example.com/v1.2.3\n");
    printed.length = 0;
    expect(await run.run(["--dry", "--builds", buildsFolder()])).toBe(0);
    expect(printed.join("\n")).toContain(" curl https://example.com/0\n");
    printed.length = 0;
    expect(await run.run(["--dry", "--builds", buildsFolder(), "--substitutions", "_TAG=7"])).toBe(0);
    expect(printed.join("\n")).toContain(" curl https://example.com/7\n");
  });

  test("simulates for pull requests what they run", async () => {
    const builds = buildsFolder();
    const text = readFileSync(builds, "utf8")
      .replace('output: "merged.yaml"', 'output: "merged.yaml", pullRequestOutput: "pull.yaml"')
      .replace('{ kind: "tag", tag: "^v" }', '{ kind: "pull request", branch: "^main$" }');
    writeFileSync(builds, text);
    expect(await run.run(["--dry", "--builds", builds, "--env", "production"])).toBe(0);
    expect(timeLine().map((line) => line.split(" ")[0])).not.toContain("trainer:push");
  });

  test("simulates one config", async () => {
    const file = configFile(trainer);
    expect(await run.run([file, "--dry", "--fail", "lint"])).toBe(2);
    expect(timeLine()).toEqual(["build 0:00 1:00 SUCCESS", "push QUEUED", "lint 0:00 1:00 FAILURE (1)"]);
  });

  test("says the errors of a config that cannot be simulated", async () => {
    const file = configFile("steps:\n  - {name: a, id: x}\n  - {name: b, id: x}\n");
    expect(await run.run([file, "--dry"])).toBe(1);
    expect(said.join("\n")).toContain(`${file}:3:19: error DUPLICATE_STEP_ID: `);
    expect(printed).toEqual([]);
  });

  test("never shows the value of a variable or of a secret", async () => {
    const text = `steps:
  - {name: a, env: [A=s3cret-1], secretEnv: [B]}
  - {name: b, script: "echo $B", secretEnv: [B]}
secrets: [{kmsKeyName: k, secretEnv: {B: czNjcmV0LTI=}}]
`;
    for (const options of [[], ["--json"], ["--fail", "step-1"]])
      await run.run([configFile(text), "--dry", ...options]);
    expect(printed.length).toBe(3);
    expect([...printed, ...said].join("\n")).not.toMatch(/s3cret|czNjcmV0/);
  });

  test.each<[string, readonly string[], string, string]>([
    [
      "without --dry",
      ["FILE"],
      "NOT_DRY",
      "pollux cloudbuild run: builds run on Google Cloud only. Simulate this one with --dry, or run it: gcloud builds submit --config FILE .",
    ],
    [
      "of two files",
      ["FILE", "FILE", "--dry"],
      "WRONG_ARGUMENTS",
      "pollux cloudbuild run: 2 files are given. Give one, or none for the merged build.",
    ],
    [
      "with a step that is not there",
      ["FILE", "--dry", "--fail", "pusch=2"],
      "UNKNOWN_STEP",
      'FILE: there is no step "pusch". Did you mean "push"? Give one of: build, push, lint.',
    ],
    [
      "with a wrong code",
      ["FILE", "--dry", "--fail", "push=256"],
      "WRONG_ARGUMENTS",
      '--fail push=256: "256" is no exit code. Give one of 1 to 255.',
    ],
    [
      "with no seconds",
      ["FILE", "--dry", "--duration", "push=soon"],
      "WRONG_ARGUMENTS",
      "--duration push=soon: has no seconds. Give them as trainer:build=300.",
    ],
    [
      "with an environment of nothing",
      ["FILE", "--dry", "--env", "production"],
      "UNKNOWN_ENVIRONMENT",
      'FILE: there is no environment "production". Leave --env out.',
    ],
    [
      "of a file beside --builds",
      ["FILE", "--dry", "--builds", "builds.ts"],
      "WRONG_ARGUMENTS",
      "FILE: is given beside --builds. Leave one of the two out.",
    ],
  ])("says what is wrong %s", async (_, argv, code, message) => {
    const file = configFile(trainer);
    const given = argv.map((word) => (word === "FILE" ? file : word));
    await expect(run.run(given)).rejects.toMatchObject({ code, message: message.replaceAll("FILE", file) });
  });

  test("says which file is not there, and which environments are", async () => {
    await expect(run.run(["nowhere.yaml", "--dry"])).rejects.toMatchObject({
      code: "NO_SUCH_FILE",
      message: "nowhere.yaml: cannot be read. Give a config of Cloud Build.",
    });
    const builds = buildsFolder();
    await expect(run.run(["--dry", "--builds", builds, "--env", "prodution"])).rejects.toMatchObject({
      code: "UNKNOWN_ENVIRONMENT",
      message: `${builds}: there is no environment "prodution". Did you mean "production"? Give one of: production.`,
    });
  });

  test("takes an id that ends like a code for what it is", async () => {
    const file = configFile("steps:\n  - {name: a, id: x=1}\n  - {name: b}\n");
    expect(await run.run([file, "--dry", "--fail", "x=1", "--duration", "x=1=5"])).toBe(2);
    expect(timeLine()).toEqual(["x=1 0:00 0:05 FAILURE (1)", "step-2 QUEUED"]);
  });
});
