// The driver of Vertex AI against the local one, whose models are served by a stand-in.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Endpoints } from "../../../../../components/platform/endpoints/endpoints.ts";
import { vertexEndpoints } from "../../../../../components/platform/endpoints/vertex/index.ts";
import { putModel, servingClients } from "../../../../pipeline/vertex/local/endpoints/serving-vertex.ts";
import { describeEndpoints } from "../contract.ts";
import { type FaultyVertex, faultyVertex, startFaultyVertex } from "./faulty-vertex.ts";

const parent = "projects/my-project/locations/us-central1";

describe.each([
  ["predict", "grpc"],
  ["predict", "rest"],
  ["invoke", "grpc"],
] as const)("by %s, asked over %s", (route, transport) => {
  let vertex: FaultyVertex;
  afterAll(() => vertex.remove());
  describeEndpoints("vertex", async () => {
    vertex = await startFaultyVertex();
    return {
      endpoints: vertexEndpoints(vertex.settings({ route }, transport)),
      model: putModel(vertex.root, "model"),
      brokenModel: putModel(vertex.root, "broken"),
      inUse: () => vertex.running().length,
      keptInUse: 1,
      place: { endpoint: `${parent}/endpoints/twin` },
    };
  });
});

describe.each(["predict", "invoke"] as const)("by %s", (route) => {
  let vertex: FaultyVertex;
  let endpoints: Endpoints;
  const deploy = (model: string, more: object = {}) =>
    vertexEndpoints(vertex.settings({ route, ...more })).deploy({
      name: "twin",
      model: putModel(vertex.root, model),
    });
  const state = async () => {
    const { endpoints: service, models } = servingClients(vertex.port, "grpc");
    const [endpoint] = await service.getEndpoint({ name: `${parent}/endpoints/twin` });
    const deployed = await Promise.all(
      (endpoint.deployedModels ?? []).map(async ({ id, model }) => {
        const [{ artifactUri }] = await models.getModel({ name: model ?? "" });
        return `${artifactUri?.split("/").at(-1)} ${endpoint.trafficSplit?.[id ?? ""] ?? 0} %`;
      }),
    );
    return deployed.sort();
  };
  beforeAll(async () => {
    vertex = await startFaultyVertex();
    endpoints = vertexEndpoints(vertex.settings({ route }));
  });
  afterAll(() => vertex.remove());

  test("a new model gets the traffic, the one before stays for a rollback, older ones go", async () => {
    await deploy("first");
    expect(await state()).toEqual(["first 100 %"]);
    const progress: string[] = [];
    await endpoints.deploy(
      { name: "twin", model: putModel(vertex.root, "second") },
      { onProgress: (text) => progress.push(text) },
    );
    expect(progress).toEqual([
      "uploading the model",
      "deploying it on g2-standard-4, which takes some minutes",
      "asking it for a first reply",
    ]);
    expect(await state()).toEqual(["first 0 %", "second 100 %"]);
    await deploy("third");
    expect(await state()).toEqual(["second 0 %", "third 100 %"]);
  });

  test("a model that answers no chat leaves the one before with the traffic", async () => {
    await expect(deploy("mute")).rejects.toThrow(
      'endpoint "twin": the new model does not answer: the server refused the request (HTTP 500): the chat template is missing. ' +
        "The model before it has the traffic. See its log in the console, under Online prediction.",
    );
    expect(await state()).toEqual(["second 0 %", "third 100 %"]);
  });

  test("a rollback gives the traffic back, and the next deployment goes on from there", async () => {
    const record = {
      driver: "vertex",
      name: "twin",
      model: "gs://models/third",
      endpoint: `${parent}/endpoints/twin`,
    };
    const back = await endpoints.rollback(record);
    expect(back).toEqual({ ...record, model: "gs://models/second" });
    expect(await state()).toEqual(["second 100 %", "third 0 %"]);
    await deploy("fourth", { keep: 0 });
    expect(await state()).toEqual(["fourth 100 %"]);
  });

  test("deploying what is deployed makes nothing", async () => {
    const before = vertex.calls.length;
    await deploy("fourth", { keep: 0 });
    const made = vertex.calls.slice(before).filter((call) => /^(Upload|Create|Deploy|Undeploy)/.test(call));
    expect([made, await state()]).toEqual([[], ["fourth 100 %"]]);
  });

  test("undeploying leaves the endpoint, at which a model can be deployed again", async () => {
    const record = await deploy("fourth");
    await endpoints.undeploy(record);
    expect([await state(), vertex.running()]).toEqual([[], []]);
    await expect(endpoints.connect(record)).rejects.toMatchObject({ code: "NOTHING_DEPLOYED" });
    await deploy("fourth");
    expect(await state()).toEqual(["fourth 100 %"]);
  });
});

test("an endpoint of that name which somebody else made is taken, and its other models are left alone", async () => {
  const vertex = await faultyVertex();
  const { endpoints: service } = servingClients(vertex.port, "grpc");
  const endpoint = { displayName: "twin", labels: { by: "hand" } };
  const [operation] = await service.createEndpoint({ parent, endpointId: "4711", endpoint });
  await operation.promise();
  const model = putModel(vertex.root, "model");
  const record = await vertexEndpoints(vertex.settings()).deploy({ name: "twin", model });
  expect(record.endpoint).toBe(`${parent}/endpoints/4711`);
  const dedicated = vertexEndpoints(vertex.settings({ route: "invoke" })).deploy({ name: "twin", model });
  await expect(dedicated).rejects.toMatchObject({ code: "ENDPOINT_SHARED" });
  const again = await service.createEndpoint({ parent, endpointId: "4712", endpoint });
  await again[0].promise();
  const other = vertexEndpoints(vertex.settings()).deploy({ name: "twin", model });
  await expect(other).rejects.toMatchObject({ code: "ENDPOINT_AMBIGUOUS" });
});

test("what is made has the labels and the key of the settings", async () => {
  const vertex = await faultyVertex();
  const { config, ...settings } = vertex.settings();
  const kmsKey = "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k";
  const configured = { ...settings, config: { ...config, kmsKey, labels: { team: "twins" } } };
  await vertexEndpoints(configured).deploy({ name: "twin", model: putModel(vertex.root, "model") });
  const { endpoints, models } = servingClients(vertex.port, "grpc");
  const mark = {
    labels: { team: "twins", "pollux-endpoint": "twin" },
    encryptionSpec: { kmsKeyName: kmsKey },
  };
  expect((await endpoints.listEndpoints({ parent }))[0]).toMatchObject([mark]);
  expect((await models.listModels({ parent }))[0]).toMatchObject([mark]);
});

test.each([
  ["a path", "twin", "models/twin", "MODEL_NOT_STORED"],
  ["a name with capitals", "My twin", "gs://models/twin", "BAD_ENDPOINT_NAME"],
] as const)("%s is refused before anything is asked", async (...[, name, model, code]) => {
  const vertex = await faultyVertex();
  await expect(vertexEndpoints(vertex.settings()).deploy({ name, model })).rejects.toMatchObject({ code });
  expect(vertex.calls).toEqual([]);
});

test("a base that does not fit on the accelerator is refused before anything is asked", async () => {
  const vertex = await faultyVertex();
  const settings = vertex.settings({ base: "hf://google/gemma-3-27b-it", accelerator: "NVIDIA_TESLA_T4" });
  const deployed = vertexEndpoints(settings).deploy({ name: "twin", model: "gs://models/twin" });
  await expect(deployed).rejects.toMatchObject({ code: "GEMMA_DOES_NOT_FIT" });
  expect(vertex.calls).toEqual([]);
});
