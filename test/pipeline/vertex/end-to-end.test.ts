// Pipelines by the command line and by `submit` on the local Vertex, over the official clients and a real wire.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { component, pipeline, string } from "../../../pipeline/index.ts";
import { submit as submitPipeline } from "../../../pipeline/vertex/submit.ts";
import type { Command } from "../../../scripts/command.ts";
import { cancel } from "../../../scripts/commands/cancel.ts";
import { deleteCommand } from "../../../scripts/commands/delete.ts";
import { job } from "../../../scripts/commands/job.ts";
import { jobs } from "../../../scripts/commands/jobs.ts";
import { schedule } from "../../../scripts/commands/schedule.ts";
import { submit } from "../../../scripts/commands/submit.ts";
import { template } from "../../../scripts/commands/template.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { fails, pipelineOf, waits, writes } from "./local/pipelines.ts";
import { startTestVertex, type TestVertex } from "./local/test-vertex.ts";
import { fakeRegistry } from "./templates/fake-registry.ts";

let vertex: TestVertex;
beforeAll(async () => {
  vertex = await startTestVertex();
});
afterAll(() => vertex.remove());

let said = "";
let printed = "";
beforeEach(() => {
  [said, printed] = ["", ""];
  vi.spyOn(console, "log").mockImplementation((line: string) => void (printed += `${line}\n`));
  vi.spyOn(console, "error").mockImplementation((line: string) => void (said += `${line}\n`));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.stubEnv("POLLUX_API_ENDPOINT", `http://127.0.0.1:${vertex.port}`);
  vi.stubEnv("GOOGLE_CLOUD_PROJECT", "my-project");
  vi.stubEnv("POLLUX_PIPELINE_ROOT", "gs://bucket/runs");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const registry = fakeRegistry();
const folder = temporaryFolder();
function fileOf(name: string, tasks: Parameters<typeof pipelineOf>[1]): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(pipelineOf(name, tasks)));
  return file;
}
const greet = fileOf("greet", { greet: { code: writes }, again: { code: writes, after: ["greet"] } });

async function run(command: Command, ...argv: readonly string[]): Promise<number> {
  [said, printed] = ["", ""];
  return command.run(argv);
}

describe.each(["grpc", "rest"])("pollux submit over %s", (transport) => {
  beforeEach(() => vi.stubEnv("POLLUX_TRANSPORT", transport));

  test("runs a pipeline, shows its tasks, and ends as it ends", async () => {
    const id = `greets-${transport}`;
    expect(await run(submit, greet, "-p", "text=hi", "--job-id", id, "--wait", "--label", "team=twins")).toBe(
      0,
    );
    expect(printed).toBe(`projects/my-project/locations/us-central1/pipelineJobs/${id}\n`);
    expect(said).toMatch(new RegExp(`^submitted: ${id}\ngreet: running in projects/my-project/\\S+\n`));
    expect(said).toMatch(/finished +greet .*\n(.*\n)*finished +again .*\n/);
    expect(said).toMatch(/greet: succeeded in .* \(2 succeeded\)\n$/);
    expect(await run(submit, greet, "-p", "text=hi", "--job-id", id, "--label", "team=twins")).toBe(0);
    expect(said).toMatch(new RegExp(`^${id}: it was submitted already\n`));
  });

  test("says of a task that fails what it said, and exits with 2", async () => {
    const file = fileOf("unlucky", { greet: { code: writes }, fail: { code: fails, after: ["greet"] } });
    expect(await run(submit, file, "--wait", "--caching", "false")).toBe(2);
    expect(said).toMatch(/\nfail failed: .*exit code 3/);
    expect(said.split("exit code 3")).toHaveLength(2); // once
    expect(said).not.toContain("https://"); // the console knows nothing of it
    expect(said).toMatch(/\nunlucky: failed in .*\n$/);
    expect(said).not.toContain("pollux run --resume");
    await run(job, /unlucky-\S+$/m.exec(printed)?.[0] ?? "");
    expect(printed.split("exit code 3")).toHaveLength(2);
  });
});

test("jobs are listed, shown, cancelled and deleted", async () => {
  const file = fileOf("endless", { wait: { code: waits } });
  expect(await run(submit, file, "--job-id", "endless-1")).toBe(0);
  await vi.waitFor(
    async () => {
      await run(job, "endless-1");
      expect(printed).toMatch(/tasks\n {2}▸ wait/);
    },
    { timeout: 20_000, interval: 200 },
  );
  expect(printed).toMatch(/^endless {2}endless-1\n {2}state {4}running\n/);
  await run(jobs, "--state", "running");
  expect(printed.split("\n").map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
    ["JOB", "NAME", "STATE"],
    ["endless-1", "endless", "running"],
    [""],
  ]);
  await expect(run(deleteCommand, "endless-1")).rejects.toMatchObject({ code: "VERTEX_FAILED_PRECONDITION" });
  expect(await run(cancel, "endless-1", "--wait")).toBe(0);
  expect(await run(cancel, "endless-1")).toBe(0);
  expect(said).toBe("endless-1 has ended: cancelled\n");
  expect(await run(deleteCommand, "endless-1")).toBe(0);
  await expect(run(job, "endless-1")).rejects.toThrow(
    /^job "endless-1": Vertex AI says NOT_FOUND: .*\. pollux jobs lists those of project my-project in us-central1\.$/,
  );
  await run(jobs, "--filter", 'display_name="nothing"');
  expect([said, printed]).toEqual(["there are none\n", ""]);
});

test("a schedule is made once, changed in place, paused, resumed and deleted", async () => {
  const create = ["create", "every-night", greet, "--cron", "0 3 * * *", "--time-zone", "Europe/Berlin"];
  expect(await run(schedule, ...create, "-p", "text=hi")).toBe(0);
  expect(said).toMatch(/^created: every-night \(\d+\), active, TZ=Europe\/Berlin 0 3 \* \* \*, next 2\d{3}-/);
  const name = printed;
  expect(await run(schedule, ...create, "-p", "text=hi")).toBe(0);
  expect(said).toMatch(/^it is there already, unchanged: every-night/);
  expect(printed).toBe(name);
  await expect(run(schedule, ...create, "-p", "text=other")).rejects.toMatchObject({
    code: "SCHEDULE_EXISTS",
  });
  await run(schedule, "update", "every-night", "--cron", "30 4 * * *", "--concurrency", "2");
  expect(said).toMatch(
    /^changed cron, max concurrent run count: every-night .* TZ=Europe\/Berlin 30 4 \* \* \*/,
  );
  expect(printed).toBe(name);
  await run(schedule, "update", "every-night", greet, "-p", "text=other");
  expect(said).toMatch(/^changed pipeline and parameters: /);
  await run(schedule, "pause", "every-night");
  expect(said).toMatch(/^every-night \(\d+\), paused,/);
  await run(schedule, "resume", "every-night", "--catch-up");
  expect(said).toMatch(/^every-night \(\d+\), active,/);
  await run(schedule, "list");
  expect(printed).toMatch(
    /^NAME +ID +STATE +CRON +NEXT +RUNS\nevery-night +\d+ +active +TZ=Europe\/Berlin 30 4/,
  );
  expect(await run(schedule, "delete", "every-night")).toBe(0);
  await run(schedule, "list");
  expect(said).toBe("there are none\n");
});

test("a typed pipeline is submitted by a program, which may wait for it", async () => {
  const greeting = component({
    name: "greeting",
    inputs: { text: string() },
    outputs: { text: string() },
    container: ({ inputs, outputs }) => ({
      image: "node:24",
      command: [
        "node",
        "-e",
        "const [text, file] = process.argv.slice(1); require('fs').writeFileSync(file, text)",
      ],
      args: [inputs.text, outputs.text.path],
    }),
  });
  const typed = pipeline({ name: "typed", inputs: { text: string() } }, ({ text }) => ({
    text: greeting({ text }).outputs.text,
  }));
  const events: string[] = [];
  const {
    job: ended,
    created,
    ...rest
  } = await submitPipeline(typed, {
    parameters: { text: "hi" },
    wait: true,
    onEvent: ({ kind }) => events.push(kind),
  });
  expect([ended.state, created, ended.parameters]).toEqual(["SUCCEEDED", true, { text: "hi" }]);
  expect(rest).toEqual({}); // no link: the console knows nothing of it
  expect([events[0], events.at(-1)]).toEqual(["run-started", "run-finished"]);
});

test("a template is uploaded with a tag, listed, and submitted from", async () => {
  const { url } = await registry;
  const file = join(folder, "nightly.yaml");
  writeFileSync(file, readFileSync(greet, "utf8"));
  expect(await run(template, "upload", file, url, "--tag", "v1")).toBe(0);
  const [, version = ""] = /(sha256:[0-9a-f]{64})\n$/.exec(printed) ?? [];
  expect([said, printed]).toEqual([
    `nightly: version ${version}, tagged v1\n`,
    `${url}/nightly/${version}\n`,
  ]);
  await run(template, "list", url, "nightly");
  expect(printed).toBe(`VERSION${" ".repeat(66)}TAGS  CREATED\n${version}  v1\n`);
  expect(await run(submit, `${url}/nightly/v1`, "--job-id", "from-template", "--wait")).toBe(0);
  await run(job, "from-template", "--json");
  expect(JSON.parse(printed)).toMatchObject({
    state: "SUCCEEDED",
    templateUri: `${url}/nightly/v1`,
    pipelineSpec: { pipelineInfo: { name: "greet" } },
  });
});

test("there are no experiments: nothing is submitted, and it says so", async () => {
  await expect(run(submit, greet, "--job-id", "tried", "--experiment", "nightly-runs")).rejects.toThrow(
    /^experiment "nightly-runs": Vertex AI says UNIMPLEMENTED: .*\. This server has no experiments: leave out --experiment\.$/,
  );
  await expect(run(job, "tried")).rejects.toThrow("NOT_FOUND");
});

test("a pipeline of a thousand tasks is submitted in seconds", async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `task-${index}`);
  const file = fileOf("thousand", Object.fromEntries(names.map((name) => [name, { code: writes }])));
  const began = performance.now();
  expect(await run(submit, file, "--job-id", "thousand")).toBe(0);
  expect(performance.now() - began).toBeLessThan(30_000);
  await run(cancel, "thousand");
});

test("what is wrong is said before anything is sent, all at once", async () => {
  const file = join(folder, "wrong.json");
  writeFileSync(file, readFileSync(greet, "utf8").replaceAll("node:24", "node"));
  await expect(
    run(submit, file, "-p", "texts=1", "--job-id", "A", "--caching", "nobody=true"),
  ).rejects.toMatchObject({
    code: "JOB_INVALID",
    message: expect.stringMatching(
      /^greet: parameter "texts" is not known.*\njob id: "A".*\ngreet\/greet: the image "node" has neither.*\ngreet\/again: .*\ncaching nobody=true: /,
    ),
  });
  await run(jobs, "--filter", 'display_name="A"');
  expect(printed).toBe("");
});

test("--dry-run prints the request and where settings came from, and sends nothing", async () => {
  vi.stubEnv("POLLUX_API_ENDPOINT", "http://127.0.0.1:1");
  const options = ["--job-id", "dry", "--dry-run", "--service-account", "a@p.iam.gserviceaccount.com"];
  expect(await run(submit, greet, "-p", "text=hi", ...options)).toBe(0);
  expect(said.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["SETTING", "VALUE", "FROM"],
    ["project", "my-project", "GOOGLE_CLOUD_PROJECT"],
    ["location", "us-central1", "default"],
    ["pipelineRoot", "gs://bucket/runs", "POLLUX_PIPELINE_ROOT"],
    ["serviceAccount", "a@p.iam.gserviceaccount.com", "--service-account"],
    ["transport", "grpc", "default"],
    ["apiEndpoint", "http://127.0.0.1:1", "POLLUX_API_ENDPOINT"],
    [""],
  ]);
  expect(JSON.parse(printed)).toMatchObject({
    method: "POST",
    path: "/v1/projects/my-project/locations/us-central1/pipelineJobs?pipelineJobId=dry",
    body: {
      displayName: "greet",
      serviceAccount: "a@p.iam.gserviceaccount.com",
      runtimeConfig: { gcsOutputDirectory: "gs://bucket/runs", parameterValues: { text: "hi" } },
    },
  });
});
