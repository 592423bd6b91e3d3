// What becomes of jobs while another process holds the store's file.
import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { pipelineOf, writes } from "./pipelines.ts";
import { pipelineClient, startTestVertex, struct, value } from "./test-vertex.ts";

const parent = "projects/p/locations/l";

/** Waits for a file "go" in the folder that it is given. */
const waitsForGo = `const timer = setInterval(() => {
  if (fs.existsSync(input + "/go")) { clearInterval(timer); ${writes} } }, 50);`;

test(
  "a job that ends while the store is locked is kept once it is not, and creating one is UNAVAILABLE meanwhile",
  { timeout: 40_000 },
  async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const vertex = await startTestVertex();
    const client = pipelineClient(vertex.port, "grpc");
    onTestFinished(async () => {
      said.mockRestore();
      await client.close();
      await vertex.remove();
    });
    const create = async () => {
      const [{ name }] = await client.createPipelineJob(
        {
          parent,
          pipelineJob: {
            pipelineSpec: struct(pipelineOf("locked", { wait: { code: waitsForGo } })),
            runtimeConfig: {
              gcsOutputDirectory: "gs://bucket",
              parameterValues: { text: value(vertex.root) },
            },
          },
        },
        { retry: null },
      );
      return name ?? "";
    };
    const stateOf = async (name: string) => (await client.getPipelineJob({ name }))[0].state;
    const name = await create();
    await vi.waitFor(async () => expect(await stateOf(name)).toBe("PIPELINE_STATE_RUNNING"));
    const other = new DatabaseSync(join(vertex.root, "vertex.sqlite"));
    other.exec("BEGIN IMMEDIATE");
    await expect(create()).rejects.toMatchObject({
      code: 14,
      details: expect.stringContaining("database is locked"),
    });
    writeFileSync(join(vertex.root, "go"), "");
    const tried = `${name}: its end: database is locked. It is tried again in 0.25 s.`;
    await vi.waitUntil(() => said.mock.calls.flat().includes(tried), 20_000);
    expect(await stateOf(name)).toBe("PIPELINE_STATE_RUNNING");
    other.exec("ROLLBACK");
    other.close();
    await vi.waitFor(async () => expect(await stateOf(name)).toBe("PIPELINE_STATE_SUCCEEDED"), 20_000);
  },
);
