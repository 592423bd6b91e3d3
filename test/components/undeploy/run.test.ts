// Deploying and undeploying as tasks do it, with the local Vertex in the environment.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import deploy from "../../../components/deploy/run.ts";
import modelAddress from "../../../components/model-address/run.ts";
import undeploy from "../../../components/undeploy/run.ts";
import { runComponent } from "../../../pipeline/executor/index.ts";
import { type FaultyVertex, startFaultyVertex } from "../platform/endpoints/vertex/faulty-vertex.ts";
import { putModel } from "../../pipeline/vertex/local/endpoints/serving-vertex.ts";

const folder = mkdtempSync(join(tmpdir(), "pollux-undeploy-"));
let vertex: FaultyVertex;
beforeAll(async () => {
  vertex = await startFaultyVertex();
  vi.stubEnv("POLLUX_ENDPOINTS", "vertex");
  vi.stubEnv("POLLUX_API_ENDPOINT", vertex.settings().config.apiEndpoint);
  vi.stubEnv("POLLUX_SERVING_BASE", "hf://google/gemma-3-270m-it");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await vertex.remove();
  rmSync(folder, { recursive: true });
});

const artifact = (name: string, uri: string, schemaTitle: string) => ({
  artifacts: [{ name, type: { schemaTitle }, uri, metadata: {} }],
});
const place = { project: "my-project", location: "europe-west4" };

test("a model is deployed where the task is told to, and undeployed by the record", async () => {
  const record = join(folder, "endpoint");
  const model = putModel(vertex.root, "model");
  await runComponent(deploy, {
    inputs: {
      parameterValues: { endpoint: "twin", ...place },
      artifacts: { model: artifact("model", model, "system.Model") },
    },
    outputs: { artifacts: { endpoint: artifact("endpoint", record, "system.Artifact") } },
  });
  expect(JSON.parse(readFileSync(record, "utf8"))).toEqual({
    driver: "vertex",
    name: "twin",
    model,
    endpoint: "projects/my-project/locations/europe-west4/endpoints/twin",
  });
  expect(vertex.running()).toHaveLength(1);

  await runComponent(undeploy, {
    inputs: {
      parameterValues: place,
      artifacts: { endpoint: artifact("endpoint", record, "system.Artifact") },
    },
    outputs: {},
  });
  expect(vertex.running()).toEqual([]);
});

test("a model's address is where it is kept", async () => {
  const uri = "gs://bucket/model";
  const file = join(folder, "uri");
  await runComponent(modelAddress, {
    inputs: { artifacts: { model: artifact("model", uri, "system.Model") } },
    outputs: { parameters: { uri: { outputFile: file } }, outputFile: join(folder, "output.json") },
  });
  expect(readFileSync(file, "utf8")).toBe(uri);
});
