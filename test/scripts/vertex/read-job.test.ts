// Whatever is wrong with a command line is said at once: settings, inputs and times, each hiding none of the others.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { plan } from "../../../scripts/commands/plan.ts";
import { schedule } from "../../../scripts/commands/schedule.ts";
import { submit } from "../../../scripts/commands/submit.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const folder = temporaryFolder();
const file = join(folder, "bad.yaml");
writeFileSync(
  file,
  JSON.stringify({
    schemaVersion: "2.1.0",
    sdkVersion: "test",
    pipelineInfo: { name: "bad" },
    root: {
      inputDefinitions: {
        parameters: { rank: { parameterType: "NUMBER_INTEGER" }, rate: { parameterType: "NUMBER_DOUBLE" } },
      },
      dag: { tasks: { train: { taskInfo: { name: "train" }, componentRef: { name: "comp-train" } } } },
    },
    components: { "comp-train": { executorLabel: "exec-train" } },
    deploymentSpec: { executors: { "exec-train": { container: { image: "trainer" } } } },
  }),
);
const two = join(folder, "two.yaml");
writeFileSync(
  two,
  `${JSON.stringify({
    schemaVersion: "2.1.0",
    sdkVersion: "test",
    pipelineInfo: { name: "two" },
    root: {
      dag: { tasks: { train: { taskInfo: { name: "train" }, componentRef: { name: "comp-train" } } } },
    },
    components: { "comp-train": { executorLabel: "exec-train" } },
    deploymentSpec: { executors: { "exec-train": { container: { image: "trainer:1" } } } },
  })}\n---\nplatforms: { kubernetes: {} }\n`,
);

beforeEach(() => {
  for (const name of ["GOOGLE_CLOUD_PROJECT", "POLLUX_PROJECT", "POLLUX_PIPELINE_ROOT", "POLLUX_PROFILE"]) {
    vi.stubEnv(name, "");
  }
});
afterEach(() => vi.unstubAllEnvs());

async function mistakes(work: Promise<number>): Promise<readonly string[]> {
  const error = await work.then(
    () => new Error(""),
    (thrown: Error) => thrown,
  );
  return error.message.split("\n");
}

const image =
  'bad/train: the image "trainer" has neither tag nor digest, so that tomorrow another is meant. Name a tag that stays or a digest, or allow it with --allow-latest.';
const root =
  '--pipeline-root: pipelineRoot "/tmp/x" is no place in Cloud Storage. Give one as gs://BUCKET/FOLDER.';
const noProject = "project: it is not given. Set --project, GOOGLE_CLOUD_PROJECT or pollux.json's profile.";

describe("pollux submit", () => {
  test("says wrong settings together with wrong inputs, names, images and words", async () => {
    const given = [
      "-p",
      "rnak=8",
      "-p",
      "rate=abc",
      "-p",
      "text",
      "--caching",
      "maybe",
      "--caching",
      "b=true",
    ];
    const settings = [
      "--pipeline-root",
      "/tmp/x",
      "--job-id",
      "Bad_ID",
      "--label",
      "noval",
      "--label",
      "A=b",
    ];
    expect(await mistakes(submit.run([file, ...given, ...settings]))).toEqual([
      root,
      '--label: the label\'s key "A" can have up to 64 small letters, digits, "_" and "-", a letter first. Correct them.',
      noProject,
      "--label noval: has no value. Write --label KEY=VALUE.",
      'bad: parameter "rank" is missing. Give a whole number.',
      'bad: parameter "rate" is "abc". Give a number.',
      'bad: parameter "rnak" is not known. The parameters are: rank, rate.',
      'job id: "Bad_ID" is no id of a job. Give a small letter, then up to 127 of them, digits and dashes.',
      image,
      'caching b=true: there is no task "b". The tasks are: train.',
      "-p text: has no value. Write -p NAME=VALUE.",
      "--caching maybe: says neither true nor false. Write --caching false, or --caching TASK=false.",
    ]);
  });

  test("says a second document together with a wrong root of the environment and an unknown parameter", async () => {
    vi.stubEnv("POLLUX_PIPELINE_ROOT", "s3://x");
    expect(await mistakes(submit.run([two, "--project", "my-project", "-p", "txt=a"]))).toEqual([
      'POLLUX_PIPELINE_ROOT: pipelineRoot "s3://x" is no place in Cloud Storage. Give one as gs://BUCKET/FOLDER.',
      'two: parameter "txt" is not known. The parameters are: none.',
      "two: has settings for kubernetes in a second document, and Vertex AI takes one. Leave them out, or run without them by --ignore-platform.",
    ]);
  });

  test("calls nothing missing that may stand in a file that cannot be read", async () => {
    const options = ["--config", "nowhere.json", "--parameters", "nowhere-either.json", "-p", "rate=abc"];
    expect(await mistakes(submit.run([file, ...options]))).toEqual([
      "nowhere.json: there is no such file. Name one that there is with --config.",
      'bad: parameter "rate" is "abc". Give a number.',
      image,
      "--parameters nowhere-either.json: cannot be read. Give a file that exists.",
    ]);
  });
});

const times = [
  "--time-zone",
  "Mars/Base",
  "--end",
  "2020-01-01T00:00:00Z",
  "--max-runs",
  "0",
  "--concurrency",
  "0",
];
const ofTimes = [
  "--start yesterday: is no time with a zone. Give one as 2026-12-01T00:00:00Z.",
  'time zone: "Mars/Base" is none. Give one of the tz database, as Europe/Berlin.',
  'cron: "61 * * * *" is no cron expression. Give minute, hour, day of the month, month and day of the week, as "0 3 * * *".',
  "end: 2020-01-01T00:00:00.000Z is over. Give a time to come.",
  "max runs: 0 is no number of runs. Give 1 or more.",
  "concurrency: 0 is no number of runs. Give 1 or more.",
];

describe("pollux schedule", () => {
  test("create says all that is wrong with the times and with the job", async () => {
    const cron = ["--cron", "61 * * * *", "--start", "yesterday", ...times];
    const options = ["-p", "rank=1", "--pipeline-root", "/tmp/x"];
    expect(await mistakes(schedule.run(["create", "nightly", file, ...cron, ...options]))).toEqual([
      root,
      noProject,
      'bad: parameter "rate" is missing. Give a number.',
      image,
      ...ofTimes,
    ]);
  });

  test("create says a start after the end beside a wrong parameter", async () => {
    const cron = ["--cron", "0 3 * * *", "--start", "2199-01-02T00:00:00Z", "--end", "2199-01-01T00:00:00Z"];
    const options = ["--project", "my-project", "--pipeline-root", "gs://bucket", "--allow-latest"];
    const given = ["-p", "rank=x", "-p", "rate=1"];
    expect(await mistakes(schedule.run(["create", "nightly", file, ...cron, ...options, ...given]))).toEqual([
      'bad: parameter "rank" is "x". Give a whole number.',
      "start: 2199-01-02T00:00:00.000Z is not before the end, 2199-01-01T00:00:00.000Z. Give an earlier one.",
    ]);
  });

  test("update says wrong times before it looks for the schedule", async () => {
    const cron = ["--cron", "61 * * * *", "--start", "yesterday", ...times];
    expect(await mistakes(schedule.run(["update", "nightly", ...cron]))).toEqual([noProject, ...ofTimes]);
  });
});

test("pollux plan says wrong and missing parameters before it looks for the other job", async () => {
  expect(await mistakes(plan.run([file, "-p", "rank=a", "--against", "nosuch"]))).toEqual([
    'bad: parameter "rank" is "a". Give a whole number.',
    'bad: parameter "rate" is missing. Give a number.',
  ]);
});
