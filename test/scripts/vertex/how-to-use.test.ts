// What `pollux vertex` prints is run as it stands, with no way to Google: it works at once, and warns of nothing.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { grpcClient, howToUse, pythonClient, restClient } from "../../../scripts/vertex/how-to-use.ts";
import { pipelineOf, writes } from "../../pipeline/vertex/local/pipelines.ts";
import { startTestVertex, type TestVertex } from "../../pipeline/vertex/local/test-vertex.ts";
import { googlePython } from "../../tools/python-packages.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const folder = temporaryFolder();
const repository = resolve(import.meta.dirname, "../../..");
let vertex: TestVertex;
beforeAll(async () => {
  vertex = await startTestVertex();
  // JSON is YAML too.
  writeFileSync(
    join(folder, "pipeline.yaml"),
    JSON.stringify(pipelineOf("greet", { greet: { code: writes } })),
  );
});
afterAll(() => vertex.remove());

/** Every way out leads to a port where nobody listens; nothing is said of credentials. */
const unreachable = "http://127.0.0.1:1";
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  CLOUDSDK_CONFIG: folder,
  https_proxy: unreachable,
  HTTPS_PROXY: unreachable,
  grpc_proxy: unreachable,
  no_proxy: "127.0.0.1",
  NO_PROXY: "127.0.0.1",
};

test("the printed text holds all three", () => {
  const text = howToUse(8585, ".pollux/vertex").replaceAll(/^ {2}/gm, "");
  for (const part of [grpcClient, restClient, pythonClient]) expect(text).toContain(part(8585));
});

test("the Python text submits at once, again and again, and leaves loopback nowhere", async () => {
  const python = await googlePython();
  const timed = `${pythonClient(vertex.port)}
import time
began = time.monotonic()
# the client's own ids tell apart no two jobs of one second
job = aiplatform.PipelineJob(display_name="second", job_id="second", template_path="pipeline.yaml", enable_caching=False)
job.submit()
seconds = time.monotonic() - began
job.wait()
print(job.state.name, seconds < 20)`;
  const { stdout, stderr } = await promisify(execFile)(python, ["-c", timed], {
    cwd: folder,
    env,
    timeout: 120_000,
  });
  expect(stdout.trim().split("\n").at(-1)).toBe("PIPELINE_STATE_SUCCEEDED True");
  expect(stderr).not.toMatch(/Traceback|cloudresourcemanager|Error/);
}, 300_000);

test.each([
  ["gRPC", grpcClient],
  ["REST", restClient],
])(
  "the TypeScript text over %s reaches it, and warns of nothing",
  async (_, client) => {
    const script = `${client(vertex.port)}
const [jobs] = await client.listPipelineJobs({ parent: "projects/nobody/locations/us-central1" });
console.log(jobs.length);
await client.close();`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { cwd: repository, env, timeout: 60_000 },
    );
    expect([stdout, stderr]).toEqual(["0\n", ""]);
  },
  60_000,
);
