// pollux submit as a process of its own, with Ctrl-C at the moments that matter; the service is a fake that runs nothing.
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test, vi } from "vitest";
import { writePipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import { fakeVertex, parent } from "../../pipeline/vertex/faults/fake-vertex.ts";
import { file } from "../../pipeline/vertex/faults/given.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const fake = await fakeVertex();
const folder = temporaryFolder();
const pollux = resolve(import.meta.dirname, "../../../scripts/pollux.mjs");
const endpoint = `http://127.0.0.1:${fake.port}`;
const place = `--project my-project --location us-central1 --api-endpoint ${endpoint}`;
writeFileSync(join(folder, "nightly.yaml"), writePipelineFile(file));

function submit(id: string, ...options: readonly string[]) {
  const where = [
    "--project",
    "my-project",
    "--api-endpoint",
    endpoint,
    "--pipeline-root",
    "gs://bucket/runs",
  ];
  const argv = [pollux, "submit", "nightly.yaml", "-p", "rank=8", "--job-id", id, ...where, ...options];
  const env = { PATH: process.env.PATH, HOME: folder };
  const child: ChildProcess = spawn(process.execPath, argv, { cwd: folder, env });
  let said = "";
  child.stderr?.on("data", (data: Buffer) => (said += data.toString("utf8")));
  const ended = new Promise((done) => child.on("close", (code, signal) => done({ code, signal, said })));
  return { child, ended, said: () => said };
}

test("Ctrl-C at once after the job is there leaves it running, and says how to look", async () => {
  const { child, ended, said } = submit("early", "--wait");
  child.stdout?.once("data", () => child.kill("SIGINT")); // its name: nothing else has been said since it was made
  expect(await ended).toEqual({
    code: 130,
    signal: null,
    said: expect.stringMatching(/^submitted: early\n(.*\n)*early goes on\.\n {2}pollux job early --project/),
  });
  expect(fake.jobs.get(`${parent}/pipelineJobs/early`)?.["state"]).toBe("PIPELINE_STATE_PENDING");
  expect(said()).not.toContain("cancelled in");
}, 60_000);

test.each([
  ["with --wait", ["--wait"]],
  ["without", []],
])(
  "Ctrl-C while it is submitted says the job's id, and how to look: %s",
  async (name, options) => {
    const id = `during-${name.replaceAll(/\W/g, "")}`;
    fake.faults.set(`CreatePipelineJob ${id}`, ["late"]);
    const { child, ended } = submit(id, ...options);
    await vi.waitFor(() => expect(fake.calls).toContain(`CreatePipelineJob ${id}`), { timeout: 30_000 });
    child.kill("SIGINT");
    expect(await ended).toEqual({
      code: 130,
      signal: null,
      said:
        `interrupted while ${id} was submitted.\n` +
        `Whether it was made is not known: see with pollux job ${id} ${place}, ` +
        `or submit again with --job-id ${id}, which makes no second one.\n`,
    });
  },
  60_000,
);

test("without credentials it says so once, without a warning of Google's libraries", async () => {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    CLOUDSDK_CONFIG: folder,
    GCE_METADATA_HOST: "127.0.0.1:1",
  };
  const argv = [
    pollux,
    "submit",
    "nightly.yaml",
    "-p",
    "rank=8",
    "--project",
    "my-project",
    "--pipeline-root",
    "gs://bucket",
  ];
  const child = spawn(process.execPath, argv, { cwd: folder, env });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString("utf8")));
  expect(await new Promise((done) => child.on("close", done))).toBe(1);
  expect(said).toBe(
    'project "my-project": Vertex AI says UNAUTHENTICATED: there are no credentials that count. ' +
      "Log in with gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS.\n",
  );
}, 60_000);
