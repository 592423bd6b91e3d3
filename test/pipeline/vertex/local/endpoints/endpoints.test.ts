// Endpoints and predictions of the local Vertex, by the official TypeScript clients over both transports.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { value } from "../test-vertex.ts";
import {
  containerSpec,
  dedicatedResources,
  putModel,
  servingClients,
  type ServingVertex,
  startServingVertex,
} from "./serving-vertex.ts";

const parent = "projects/p/locations/us-central1";
let vertex: ServingVertex;
beforeAll(async () => {
  vertex = await startServingVertex();
});
afterAll(() => vertex.remove());

const chat = { model: "echo", messages: [{ role: "user", content: "Go ahead." }] };
const httpBody = (body: object) => ({
  contentType: "application/json",
  data: Buffer.from(JSON.stringify(body)),
});

describe.each(["grpc", "rest"] as const)("over %s", (transport) => {
  const clients = () => servingClients(vertex.port, transport);
  const upload = async (name = "echo", spec: object = {}) => {
    const model = {
      displayName: name,
      artifactUri: putModel(vertex.root, name),
      containerSpec: { ...containerSpec, ...spec },
    };
    const [operation] = await clients().models.uploadModel({ parent, model });
    return (await operation.promise())[0].model ?? "";
  };
  const create = async (endpointId: string, more: object = {}) => {
    const endpoint = { displayName: endpointId, labels: { by: transport }, ...more };
    const [operation] = await clients().endpoints.createEndpoint({ parent, endpointId, endpoint });
    return (await operation.promise())[0].name ?? "";
  };
  const deploy = async (
    endpoint: string,
    model: string,
    id: string,
    trafficSplit: { [id: string]: number } = {},
  ) => {
    const deployedModel = { id, model, displayName: `d${id}`, dedicatedResources };
    const [operation] = await clients().endpoints.deployModel({ endpoint, deployedModel, trafficSplit });
    return (await operation.promise())[0].deployedModel;
  };
  const undeploy = async (endpoint: string, deployedModelId: string) => {
    const [operation] = await clients().endpoints.undeployModel({ endpoint, deployedModelId });
    await operation.promise();
  };
  const splitOf = async (name: string) => (await clients().endpoints.getEndpoint({ name }))[0].trafficSplit;

  test("a model is deployed, gets its traffic, answers, and is undeployed", async () => {
    const id = `whole-${transport}`;
    const [endpoint, model] = await Promise.all([create(id), upload()]);
    const deployed = await deploy(endpoint, model, "11", { "0": 100 });
    expect(deployed).toMatchObject({
      id: "11",
      model,
      modelVersionId: "1",
      displayName: "d11",
      dedicatedResources,
    });
    expect(await splitOf(endpoint)).toEqual({ "11": 100 });
    expect(vertex.running()).toContain(`${id}/11`);
    expect(vertex.served()?.env).toMatchObject({
      MODEL_ID: "echo",
      AIP_PREDICT_ROUTE: "/v1/chat/completions",
    });

    const [{ predictions, deployedModelId }] = await clients().predictions.predict({
      endpoint,
      instances: [value({ text: "one" }) as object],
    });
    expect(deployedModelId).toBe("11");
    expect(predictions?.[0]?.structValue?.fields).toMatchObject({
      instance: value({ text: "one" }),
      path: value("/v1/chat/completions"),
    });

    const { models, endpoints } = clients();
    expect((await models.getModel({ name: model }))[0].deployedModels).toMatchObject([
      { endpoint, deployedModelId: "11" },
    ]);
    await expect(models.deleteModel({ name: model })).rejects.toMatchObject({ code: 9 });
    await expect(endpoints.deleteEndpoint({ name: endpoint })).rejects.toMatchObject({ code: 9 });
    await undeploy(endpoint, "11");
    expect(await splitOf(endpoint)).toEqual({});
    expect(vertex.running()).not.toContain(`${id}/11`);
    const [operation] = await endpoints.deleteEndpoint({ name: endpoint });
    await operation.promise();
    await expect(endpoints.getEndpoint({ name: endpoint })).rejects.toMatchObject({ code: 5 });
  });

  test("traffic goes where the split says, and must add up", async () => {
    const [endpoint, model] = await Promise.all([create(`split-${transport}`), upload()]);
    const { endpoints, predictions } = clients();
    await deploy(endpoint, model, "1");
    expect(await splitOf(endpoint)).toEqual({});
    const ask = async () =>
      (await predictions.predict({ endpoint, instances: [value("x") as object] }))[0].deployedModelId;
    await expect(ask()).rejects.toMatchObject({ code: 9 });
    await deploy(endpoint, model, "2", { "1": 100 });
    expect(new Set(await Promise.all([1, 2, 3, 4, 5].map(ask)))).toEqual(new Set(["1"]));

    const split = (trafficSplit: { [id: string]: number }) =>
      endpoints.updateEndpoint({
        endpoint: { name: endpoint, trafficSplit },
        updateMask: { paths: ["traffic_split"] },
      });
    await expect(split({ "1": 50, "2": 49 })).rejects.toMatchObject({ code: 3 });
    await expect(split({ "3": 100 })).rejects.toMatchObject({ code: 3 });
    await split({ "2": 100 });
    expect(new Set(await Promise.all([1, 2, 3, 4, 5].map(ask)))).toEqual(new Set(["2"]));
    await expect(undeploy(endpoint, "2")).rejects.toMatchObject({ code: 9 });
    await undeploy(endpoint, "1");
    await undeploy(endpoint, "2");
  });

  test("an id is deployed once, also while it is being deployed", async () => {
    const [endpoint, model] = await Promise.all([create(`once-${transport}`), upload()]);
    const outcomes = await Promise.allSettled([deploy(endpoint, model, "5"), deploy(endpoint, model, "5")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(deploy(endpoint, model, "5")).rejects.toMatchObject({ code: 6 });
    const [operation] = await clients().endpoints.mutateDeployedModel({
      endpoint,
      deployedModel: {
        id: "5",
        dedicatedResources: { ...dedicatedResources, minReplicaCount: 2, maxReplicaCount: 4 },
      },
      updateMask: { paths: ["dedicated_resources.max_replica_count"] },
    });
    const [{ deployedModel }] = await operation.promise();
    expect(deployedModel?.dedicatedResources).toMatchObject({ minReplicaCount: 1, maxReplicaCount: 4 });
    await undeploy(endpoint, "5");
  });

  test("a model whose server does not start is not deployed, and the reason is told", async () => {
    const [endpoint, broken, foreign] = await Promise.all([
      create(`broken-${transport}`),
      upload("broken"),
      upload("echo", { imageUri: "example/sklearn:1" }),
    ]);
    await expect(deploy(endpoint, broken, "1", { "0": 100 })).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining("serve: the weights are not readable"),
    });
    await expect(deploy(endpoint, foreign, "2")).rejects.toThrow(
      "Nothing on this machine stands for the serving image example/sklearn:1.",
    );
    expect((await clients().endpoints.getEndpoint({ name: endpoint }))[0].deployedModels).toEqual([]);
  });

  test("endpoints are listed by name and label", async () => {
    const name = await create(`listed-${transport}`);
    const filter = `display_name="listed-${transport}" AND labels.by="${transport}"`;
    const [found] = await clients().endpoints.listEndpoints({ parent, filter });
    expect(found.map((endpoint) => endpoint.name)).toEqual([name]);
    await expect(create(`listed-${transport}`)).rejects.toMatchObject({ code: 6 });
  });
});

test("raw predictions come as the model's server sends them, in pieces where it does so", async () => {
  const { models, endpoints, predictions } = servingClients(vertex.port, "grpc");
  const model = { displayName: "echo", artifactUri: putModel(vertex.root, "echo"), containerSpec };
  const name = (await (await models.uploadModel({ parent, model }))[0].promise())[0].model ?? "";
  const made = await endpoints.createEndpoint({ parent, endpoint: { displayName: "raw" } });
  const endpoint = (await made[0].promise())[0].name ?? "";
  const deployedModel = { model: name, dedicatedResources };
  await (await endpoints.deployModel({ endpoint, deployedModel, trafficSplit: { "0": 100 } }))[0].promise();

  const [{ data, contentType }] = await predictions.rawPredict({ endpoint, httpBody: httpBody(chat) });
  expect(contentType).toBe("application/json");
  expect(JSON.parse(String(data))).toMatchObject({ choices: [{ message: { content: "1: Go ahead. — ✓" } }] });

  const pieces: string[] = [];
  for await (const piece of predictions.streamRawPredict({
    endpoint,
    httpBody: httpBody({ ...chat, stream: true }),
  })) {
    pieces.push(String((piece as { readonly data: Uint8Array }).data));
  }
  expect(pieces.join("")).toMatch(/^data: .*data: \[DONE\]\n\n$/s);

  const url = `http://127.0.0.1:${vertex.port}/v1/${endpoint}`;
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const streamed = await post(":streamRawPredict", { ...chat, stream: true });
  expect(streamed.headers.get("content-type")).toBe("text/event-stream");
  expect(await streamed.text()).toMatch(/^data: .*data: \[DONE\]\n\n$/s);
  expect(await (await post("/chat/completions", chat)).json()).toMatchObject({ choices: [{ index: 0 }] });
  const refused = await post(":rawPredict", { ...chat, messages: [{ role: "user", content: "refuse" }] });
  expect([refused.status, await refused.json()]).toEqual([
    400,
    {
      error: {
        code: 400,
        status: "INVALID_ARGUMENT",
        message: '{"error":{"message":"the message is too long."}}',
      },
    },
  ]);
  expect((await post("/invoke/v1/chat/completions", chat)).status).toBe(400);
});

test("a model with routes of its own is invoked, whichever of them gets the traffic", async () => {
  const { models, endpoints } = servingClients(vertex.port, "grpc");
  const { predictRoute: _, ...spec } = { ...containerSpec, invokeRoutePrefix: "/*" };
  const model = { displayName: "echo", artifactUri: putModel(vertex.root, "echo"), containerSpec: spec };
  const name = (await (await models.uploadModel({ parent, model }))[0].promise())[0].model ?? "";
  const create = async (endpointId: string, dedicatedEndpointEnabled: boolean) => {
    const endpoint = { displayName: endpointId, dedicatedEndpointEnabled };
    return (await (await endpoints.createEndpoint({ parent, endpointId, endpoint }))[0].promise())[0];
  };
  const deploy = async (endpoint: string) => {
    const deployedModel = { id: "77", model: name, dedicatedResources };
    await (await endpoints.deployModel({ endpoint, deployedModel }))[0].promise();
  };
  const shared = await create("shared", false);
  await expect(deploy(shared.name ?? "")).rejects.toMatchObject({ code: 9 });
  const own = await create("own", true);
  expect(own.dedicatedEndpointDns).toBe("own.us-central1.prediction.localhost");
  await deploy(own.name ?? "");
  const url = `http://127.0.0.1:${vertex.port}/v1/${own.name}`;
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(chat),
  };
  expect((await fetch(`${url}/invoke/v1/chat/completions`, init)).status).toBe(400);
  const answer = await fetch(`${url}/deployedModels/77/invoke/v1/chat/completions`, init);
  expect(answer.headers.get("x-vertex-ai-deployed-model-id")).toBe("77");
  expect(await answer.json()).toMatchObject({ choices: [{ message: { content: "1: Go ahead. — ✓" } }] });
});

test("a server that does not become healthy in its time is given up", async () => {
  const { models, endpoints } = servingClients(vertex.port, "grpc");
  const spec = { ...containerSpec, deploymentTimeout: { seconds: 0, nanos: 50_000_000 } };
  const model = { displayName: "slow", artifactUri: putModel(vertex.root, "echo"), containerSpec: spec };
  const name = (await (await models.uploadModel({ parent, model }))[0].promise())[0].model ?? "";
  const made = await endpoints.createEndpoint({ parent, endpoint: { displayName: "slow" } });
  const endpoint = (await made[0].promise())[0].name ?? "";
  const [operation] = await endpoints.deployModel({
    endpoint,
    deployedModel: { model: name, dedicatedResources },
  });
  await expect(operation.promise()).rejects.toThrow("did not become healthy: it was not healthy in 0.05 s.");
});

test("servers end when nobody asks, and start again with the next request, after a restart as well", async () => {
  const idle = await startServingVertex({ idleMs: 50 });
  const { models, endpoints } = servingClients(idle.port, "grpc");
  const model = { displayName: "echo", artifactUri: putModel(idle.root, "echo"), containerSpec };
  const name = (await (await models.uploadModel({ parent, model }))[0].promise())[0].model ?? "";
  const made = await endpoints.createEndpoint({
    parent,
    endpointId: "idle",
    endpoint: { displayName: "idle" },
  });
  const endpoint = (await made[0].promise())[0].name ?? "";
  const deployedModel = { id: "3", model: name, dedicatedResources };
  await (await endpoints.deployModel({ endpoint, deployedModel, trafficSplit: { "0": 100 } }))[0].promise();
  await vi.waitFor(() => expect(idle.running()).toEqual([]));
  const ask = async (port: number) => {
    const { predictions } = servingClients(port, "grpc");
    return (await predictions.rawPredict({ endpoint, httpBody: httpBody(chat) }))[0].contentType;
  };
  expect(await ask(idle.port)).toBe("application/json");
  await idle.stop();
  expect(idle.running()).toEqual([]);
  const again = await idle.restart();
  expect(again.running()).toEqual([]);
  expect(await ask(again.port)).toBe("application/json");
  await again.remove();
});
