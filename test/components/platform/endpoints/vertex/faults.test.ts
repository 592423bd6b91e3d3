// Deploying over a line that fails: one model, one endpoint, one deployment, whatever is lost.
import { expect, test } from "vitest";
import { vertexEndpoints } from "../../../../../components/platform/endpoints/vertex/index.ts";
import { putModel, servingClients } from "../../../../pipeline/vertex/local/endpoints/serving-vertex.ts";
import { type Fault, type FaultyVertex, faultyVertex, policy } from "./faulty-vertex.ts";

const parent = "projects/my-project/locations/us-central1";

async function made(vertex: FaultyVertex) {
  const { models, endpoints } = servingClients(vertex.port, "grpc");
  const [all] = await endpoints.listEndpoints({ parent });
  return {
    models: (await models.listModels({ parent }))[0].length,
    endpoints: all.length,
    deployed: all.flatMap(({ deployedModels }) => deployedModels ?? []).length,
    traffic: all.flatMap(({ trafficSplit }) => Object.values(trafficSplit ?? {})),
  };
}

const once = { models: 1, endpoints: 1, deployed: 1, traffic: [100] };
const making = ["UploadModel", "CreateEndpoint", "DeployModel", "UpdateEndpoint"] as const;

test.each(
  making.flatMap((method) =>
    (
      [
        ["a lost reply", ["lost"]],
        [
          "503, a connection that breaks before, 429, a lost reply",
          ["UNAVAILABLE", "drop", "RESOURCE_EXHAUSTED", "lost"],
        ],
      ] as const
    ).map(([what, faults]) => [method, what, faults] as const),
  ),
)("%s, %s: everything is made once", async (method, _, faults) => {
  const vertex = await faultyVertex();
  vertex.faults[method] = [...faults] as Fault[];
  const { deploy } = vertexEndpoints(vertex.settings());
  await deploy({ name: "twin", model: putModel(vertex.root, "model") });
  expect(await made(vertex)).toEqual(once);
  expect(vertex.running()).toHaveLength(1);
});

test("an answer that does not come in time, though it is done: everything is made once", async () => {
  const vertex = await faultyVertex();
  for (const method of making) vertex.faults[method] = ["late"];
  const notes: string[] = [];
  const impatient = { ...policy, callTimeout: 500 };
  const { deploy } = vertexEndpoints(vertex.settings({ policy: impatient }));
  const model = putModel(vertex.root, "model");
  await deploy({ name: "twin", model }, { onProgress: (note) => notes.push(note) });
  expect(await made(vertex)).toEqual(once);
  const late = notes.filter((note) => note.endsWith("DEADLINE_EXCEEDED; trying again"));
  expect(late.length).toBeGreaterThanOrEqual(making.length);
});

test("a lost reply to a deployment that then fails: its reason is told, and nothing is left", async () => {
  const vertex = await faultyVertex();
  vertex.faults["DeployModel"] = ["lost"];
  const { deploy } = vertexEndpoints(vertex.settings());
  await expect(deploy({ name: "twin", model: putModel(vertex.root, "broken") })).rejects.toThrow(
    /^endpoint "twin", model twin-\w{12}: Vertex AI says FAILED_PRECONDITION: The model server did not become healthy: .*the weights are not readable.*\. See its log in the console, under Online prediction\.$/,
  );
  expect(await made(vertex)).toEqual({ models: 1, endpoints: 1, deployed: 0, traffic: [] });
});

test("two that deploy the same at once make it once", async () => {
  const vertex = await faultyVertex();
  const { deploy } = vertexEndpoints(vertex.settings());
  const model = putModel(vertex.root, "model");
  const [one, other] = await Promise.all([deploy({ name: "twin", model }), deploy({ name: "twin", model })]);
  expect(one).toEqual(other);
  expect(await made(vertex)).toEqual(once);
});

test("one that was given up is gone on with by the next", async () => {
  const vertex = await faultyVertex();
  const { deploy } = vertexEndpoints(vertex.settings());
  const model = putModel(vertex.root, "model");
  const abort = new AbortController();
  const onProgress = (text: string) => {
    if (text.startsWith("deploying")) setTimeout(() => abort.abort(new Error("enough")), 20);
  };
  await expect(deploy({ name: "twin", model }, { onProgress, signal: abort.signal })).rejects.toThrow(
    "enough",
  );
  await deploy({ name: "twin", model });
  expect(await made(vertex)).toEqual(once);
});

test("lost replies while undeploying and rolling back change nothing of the outcome", async () => {
  const vertex = await faultyVertex();
  const { deploy, rollback, undeploy } = vertexEndpoints(vertex.settings());
  await deploy({ name: "twin", model: putModel(vertex.root, "first") });
  const record = await deploy({ name: "twin", model: putModel(vertex.root, "second") });
  vertex.faults["UpdateEndpoint"] = ["lost"];
  expect((await rollback(record)).model).toBe("gs://models/first");
  vertex.faults["UpdateEndpoint"] = ["lost"];
  vertex.faults["UndeployModel"] = ["lost", "UNAVAILABLE", "lost"];
  await undeploy(record);
  expect([await made(vertex), vertex.running()]).toEqual([
    { models: 2, endpoints: 1, deployed: 0, traffic: [] },
    [],
  ]);
});

test("a service that is never ready is given up in time, and what to do is said", async () => {
  const vertex = await faultyVertex();
  vertex.faults["DeployModel"] = Array<Fault>(1000).fill("ALREADY_EXISTS");
  const { deploy } = vertexEndpoints(vertex.settings({ startSeconds: 1 }));
  const began = performance.now();
  await expect(deploy({ name: "twin", model: putModel(vertex.root, "model") })).rejects.toMatchObject({
    code: "VERTEX_LATE",
    message: expect.stringMatching(
      /^endpoint "twin", model twin-\w{12}: Vertex AI was not ready with it in 1 s\. See its log .* POLLUX_SERVING_TIMEOUT gives it more\.$/,
    ),
  });
  expect(performance.now() - began).toBeLessThan(10_000);
});

test("what is not allowed is not tried again", async () => {
  const vertex = await faultyVertex();
  vertex.faults["CreateEndpoint"] = ["PERMISSION_DENIED"];
  const deployed = vertexEndpoints(vertex.settings()).deploy({
    name: "twin",
    model: putModel(vertex.root, "model"),
  });
  await expect(deployed).rejects.toMatchObject({ code: "VERTEX_PERMISSION_DENIED" });
  expect(vertex.calls.filter((call) => call === "CreateEndpoint")).toHaveLength(1);
});
