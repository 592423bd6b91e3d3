// A pipeline job of the local Vertex that deploys a model to the local Vertex.
import { resolve } from "node:path";
import { expect, test, vi } from "vitest";
import { vertexEndpoints } from "../../../../../components/platform/endpoints/vertex/index.ts";
import { deployOnVertex } from "../../../../../components/deploy/on-vertex.ts";
import { modelAddress } from "../../../../../components/model-address/component.ts";
import { compile } from "../../../../../pipeline/compiler/compile.ts";
import { loadEnvironments } from "../../../../../pipeline/environments/index.ts";
import { importer, Model, pipeline, string } from "../../../../../pipeline/index.ts";
import type { JsonObject } from "../../../../../pipeline/ir/json-object.ts";
import { processExecutor } from "../../../../../pipeline/runner/index.ts";
import { resolveConfig } from "../../../../../pipeline/vertex/config/index.ts";
import { pipelineClient, struct, value } from "../test-vertex.ts";
import { putModel, startServingVertex } from "./serving-vertex.ts";

const containers = resolve(import.meta.dirname, "../../../../../containers");

const deploys = pipeline({ name: "deploys", inputs: { model: string(), endpoint: string() } }, (inputs) => {
  const { artifact: model } = importer({ type: Model, uri: inputs.model }).outputs;
  const after = modelAddress({ model });
  deployOnVertex({ model, endpoint: inputs.endpoint, after }, { base: "hf://google/gemma-3-1b-it" });
});

test(
  "a job's task finds the project and the place of its job, and deploys there",
  { timeout: 60_000 },
  async () => {
    let port = 0;
    const vertex = await startServingVertex({
      executor: () =>
        processExecutor({
          environments: loadEnvironments(containers),
          callerEnv: { ...process.env, POLLUX_API_ENDPOINT: `http://127.0.0.1:${port}` },
        }),
    });
    ({ port } = vertex);
    const client = pipelineClient(port, "grpc");
    const parent = "projects/my-project/locations/europe-west4";
    const parameterValues = { model: value(putModel(vertex.root, "first")), endpoint: value("twin") };
    const spec = compile(deploys).pipeline as unknown as JsonObject; // it is JSON
    const [{ name }] = await client.createPipelineJob({
      parent,
      pipelineJob: {
        pipelineSpec: struct(spec),
        runtimeConfig: { gcsOutputDirectory: "gs://bucket/root", parameterValues },
      },
    });
    await vi.waitFor(
      async () => {
        const [job] = await client.getPipelineJob({ name: name ?? "" });
        expect(job.state, job.error?.message ?? "").toBe("PIPELINE_STATE_SUCCEEDED");
      },
      { timeout: 50_000, interval: 200 },
    );
    const given = {
      project: "my-project",
      location: "europe-west4",
      apiEndpoint: `http://127.0.0.1:${port}`,
    };
    const { connect } = vertexEndpoints({ config: resolveConfig({ given, env: {} }).config });
    const connection = await connect({
      driver: "vertex",
      name: "twin",
      model: "",
      endpoint: `${parent}/endpoints/twin`,
    });
    const pieces: string[] = [];
    for await (const piece of connection.chat([{ role: "user", content: "Go ahead." }])) pieces.push(piece);
    expect(pieces.join("")).toBe("1: Go ahead. — ✓");
    await vertex.remove();
  },
);
