// What the local Vertex keeps when it is stopped, or killed.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { pipelineOf } from "./pipelines.ts";
import { pipelineClient, startTestVertex, struct, value } from "./test-vertex.ts";

const parent = "projects/p/locations/l";
const name = `${parent}/pipelineJobs/long`;

/** Its first task counts how often it runs; its second waits for a file. */
const pipeline = pipelineOf("long", {
  count: { code: 'fs.appendFileSync(input + "/count", "x"); fs.writeFileSync(output, "");' },
  wait: {
    after: ["count"],
    code: `fs.writeFileSync(input + "/waits", ""); const timer = setInterval(() => {
      if (fs.existsSync(input + "/go")) { clearInterval(timer); fs.writeFileSync(output, ""); } }, 50);`,
  },
});

async function createLong(port: number, folder: string): Promise<void> {
  const client = pipelineClient(port, "grpc");
  await client.createPipelineJob({
    parent,
    pipelineJobId: "long",
    pipelineJob: {
      pipelineSpec: struct(pipeline),
      runtimeConfig: { gcsOutputDirectory: "gs://bucket", parameterValues: { text: value(folder) } },
    },
  });
  await client.close();
  await vi.waitUntil(() => existsSync(join(folder, "waits")), 20_000);
}

async function expectEnds(port: number, folder: string): Promise<void> {
  const client = pipelineClient(port, "grpc");
  const [resumed] = await client.getPipelineJob({ name });
  expect(resumed.state).toBe("PIPELINE_STATE_RUNNING");
  writeFileSync(join(folder, "go"), "");
  await vi.waitFor(
    async () => {
      const [job] = await client.getPipelineJob({ name });
      expect(job.state).toBe("PIPELINE_STATE_SUCCEEDED");
      expect(job.jobDetail?.taskDetails?.map(({ taskName, state }) => [taskName, state])).toEqual([
        ["long", "SUCCEEDED"],
        ["count", "SUCCEEDED"],
        ["wait", "SUCCEEDED"],
      ]);
    },
    { timeout: 20_000, interval: 100 },
  );
  await client.close();
}

function folderFor(): string {
  const folder = mkdtempSync(join(tmpdir(), "pollux-long-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a job that runs when it is stopped goes on at the next start, and what was done stays done", async () => {
  const folder = folderFor();
  const first = await startTestVertex();
  await createLong(first.port, folder);
  await first.stop();
  const second = await first.restart();
  onTestFinished(() => second.remove());
  await expectEnds(second.port, folder);
});

test("so does a job that runs when it is killed", async () => {
  const folder = folderFor();
  const root = mkdtempSync(join(tmpdir(), "pollux-vertex-"));
  const child = spawn(process.execPath, [join(import.meta.dirname, "serve.ts"), root], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await createLong(await portOf(child), folder);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  const second = await startTestVertex({}, root);
  onTestFinished(() => second.remove());
  await expectEnds(second.port, folder);
});

test("a root is served once at a time", async () => {
  const first = await startTestVertex();
  onTestFinished(() => first.remove());
  await expect(startTestVertex({}, first.root)).rejects.toMatchObject({
    code: "ROOT_IN_USE",
    message: `${first.root}: process ${process.pid} serves it already. End that, or choose another with --root.`,
  });
  await expect(startTestVertex({ port: first.port })).rejects.toMatchObject({ code: "PORT_TAKEN" });
});

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.stdout?.once("data", (text) => resolve(Number(String(text)))));
}
