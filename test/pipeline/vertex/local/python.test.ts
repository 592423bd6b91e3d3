// Google's Python client, unchanged, against the local Vertex: what it prints of each step.
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeEnvironment, pythonEnvironment } from "../../../../pipeline/environments/index.ts";
import { readPipelineFile, writePipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";
import { processExecutor } from "../../../../pipeline/runner/index.ts";
import { googlePython } from "../../../tools/python-packages.ts";
import { pipelineOf, waits, writes } from "./pipelines.ts";
import { startTestVertex, type TestVertex } from "./test-vertex.ts";

/** Compiled by kfp; beside the repository where it is developed. */
const kfpFile = join(
  import.meta.dirname,
  "../../../../../shared/kfp/corpus/essential/container_no_input.yaml",
);
const skipped = existsSync(kfpFile) ? "" : " (skipped: kfp's files are not beside this repository)";
const venv = join(import.meta.dirname, "../../../../.venv");

let vertex: TestVertex;
let folder: string;
let python: string;
let seen: { readonly [part: string]: unknown };
beforeAll(async () => {
  python = await googlePython();
  folder = mkdtempSync(join(tmpdir(), "pollux-python-"));
  const executor = () =>
    processExecutor({ environments: [nodeEnvironment(), pythonEnvironment(venv, "the test")], graceMs: 500 });
  vertex = await startTestVertex({ executor });
  write("greet.yaml", pipelineOf("greet", { greet: { code: writes } }));
  write("wait.yaml", pipelineOf("wait", { wait: { code: waits } }));
  if (skipped === "") copyFileSync(kfpFile, join(folder, "kfp.yaml"));
  seen = await runPython();
}, 300_000);
afterAll(async () => {
  await vertex.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Every job has a bucket of its own: of one that is there, the client asks Google whose it is. */
const preamble = `
import json, os, sys, uuid
from google.auth.credentials import AnonymousCredentials
from google.cloud import aiplatform, storage

port, folder = sys.argv[1:]
url = f"http://127.0.0.1:{port}"
aiplatform.init(project="p", location="us-central1", staging_bucket="gs://staging", api_transport="rest",
                api_endpoint=url, credentials=AnonymousCredentials())

def pipeline_job(file, **fields):
    root = f"gs://bucket-{uuid.uuid4().hex}/root"
    return aiplatform.PipelineJob(display_name="from python", template_path=f"{folder}/{file}", pipeline_root=root, **fields)

def submit(file, **fields):
    job = pipeline_job(file, **fields)
    job.submit(service_account="somebody@p.iam.gserviceaccount.com")
    return job
`;

const script = `
results = {}

job = submit("greet.yaml", job_id="from-python", parameter_values={"text": "hi"}, labels={"env": "test"})
job.wait()
listed = aiplatform.PipelineJob.list(filter='display_name="from python" AND labels.env="test"', order_by="create_time desc")
simple = aiplatform.PipelineJob.list(enable_simple_view=True)
results["job"] = {
    "state": job.state.name,
    "details": {d.task_name: [d.state.name, dict(d.execution.metadata)] for d in job.task_details},
    "listed": [each.name for each in listed],
    "simple": [each.name for each in simple],
}
job.delete()
results["job"]["after"] = [each.name for each in aiplatform.PipelineJob.list()]

if os.path.exists(f"{folder}/kfp.yaml"):
    job = submit("kfp.yaml", enable_caching=False, failure_policy="fast")
    job.wait()
    results["kfp"] = [job.state.name, [d.task_name for d in job.task_details][1:]]

job = submit("wait.yaml", parameter_values={"text": "hi"})
done = job.done()
job.cancel()
job.wait()
try:
    submit("wait.yaml", parameter_values={"text": 3})
except Exception as error:
    refused = [type(error).__name__, str(error)]
results["cancelled"] = {"done": done, "state": job.state.name, "code": job.gca_resource.error.code, "refused": refused}

schedule = aiplatform.PipelineJobSchedule(pipeline_job=pipeline_job("greet.yaml"), display_name="nightly")
schedule.create(cron="TZ=Europe/Berlin 0 3 * * *", max_concurrent_run_count=1, max_run_count=3)
states = [schedule.state.name]
schedule.update(cron="0 4 * * *", max_run_count=5)
schedule.pause()
states.append(schedule.state.name)
schedule.resume(catch_up=True)
states.append(schedule.state.name)
again = aiplatform.PipelineJobSchedule.list(filter='display_name="nightly"')[0]
results["schedule"] = {"states": states, "cron": again.cron, "most": again.max_run_count, "jobs": schedule.list_jobs()}
schedule.delete()

bucket = storage.Client(project="p", credentials=AnonymousCredentials()).create_bucket("python-bucket")
bucket.blob("a/small").upload_from_string("hello", content_type="text/plain")
large = bucket.blob("large")
large.chunk_size = 256 * 1024
large.upload_from_string(b"x" * (1024 * 1024 + 5))
try:
    bucket.blob("a/small").upload_from_string("again", if_generation_match=0)
except Exception as error:
    refused = type(error).__name__
names = [blob.name for blob in bucket.list_blobs()]
text = bucket.blob("a/small").download_as_text()
bucket.blob("a/small").delete()
results["bucket"] = [refused, names, text, len(large.download_as_bytes()), bucket.blob("a/small").exists()]

print(json.dumps(results))
`;

/** Loading the client takes longest: one process does all. */
async function runPython(): Promise<{ readonly [part: string]: unknown }> {
  const { stdout } = await promisify(execFile)(
    python,
    ["-c", preamble + script, String(vertex.port), folder],
    {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CLOUDSDK_CONFIG: folder,
        METADATA_SERVER_DETECTION: "none",
        NO_GCE_CHECK: "true",
        GCE_METADATA_HOST: "127.0.0.1:1",
        STORAGE_EMULATOR_HOST: `http://127.0.0.1:${vertex.port}`,
      },
      timeout: 200_000,
    },
  );
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { readonly [part: string]: unknown }; // as the script prints it
}

function write(name: string, pipeline: Json): void {
  const { pipeline: spec } = readPipelineFile(JSON.stringify(pipeline), name);
  writeFileSync(join(folder, name), writePipelineFile({ pipeline: spec }));
}

test("a job is submitted, waited for, listed and deleted", () => {
  expect(seen["job"]).toEqual({
    state: "PIPELINE_STATE_SUCCEEDED",
    details: {
      "from-python": ["SUCCEEDED", { "input:text": "hi" }],
      greet: ["SUCCEEDED", { "input:text": "hi", "output:text": "hi!" }],
    },
    listed: ["from-python"],
    simple: ["from-python"],
    after: [],
  });
});

test.skipIf(skipped !== "")(`a pipeline that kfp compiled runs as well${skipped}`, () => {
  expect(seen["kfp"]).toEqual(["PIPELINE_STATE_SUCCEEDED", ["container-no-input"]]);
});

test("a job is cancelled, and one that is wrong is refused with the reason", () => {
  expect(seen["cancelled"]).toEqual({
    done: false,
    state: "PIPELINE_STATE_CANCELLED",
    code: 1,
    refused: ["BadRequest", expect.stringContaining('parameter "text" is 3. Give text.')],
  });
});

test("schedules are made, changed, paused, resumed and deleted", () => {
  const states = ["ACTIVE", "PAUSED", "ACTIVE"];
  expect(seen["schedule"]).toEqual({ states, cron: "0 4 * * *", most: 5, jobs: [] });
});

test("the staging bucket takes and gives files, small and large", () => {
  expect(seen["bucket"]).toEqual([
    "PreconditionFailed",
    ["a/small", "large"],
    "hello",
    1024 * 1024 + 5,
    false,
  ]);
});
