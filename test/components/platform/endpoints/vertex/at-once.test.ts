// Several deployments to one endpoint at once: none takes from another what is not its own.
import { describe, expect, test } from "vitest";
import { vertexEndpoints } from "../../../../../components/platform/endpoints/vertex/index.ts";
import { putModel, servingClients } from "../../../../pipeline/vertex/local/endpoints/serving-vertex.ts";
import { type FaultyVertex, faultyVertex, policy } from "./faulty-vertex.ts";

const endpoint = "projects/my-project/locations/us-central1/endpoints/twin";

/** What waits for another deployment is not to be given up. */
const patient = { ...policy, callTimeout: 30_000, totalTimeout: 60_000 };

function deployer(vertex: FaultyVertex, more: object = {}) {
  const { deploy } = vertexEndpoints(vertex.settings({ policy: patient, ...more }));
  return (model: string) => deploy({ name: "twin", model: putModel(vertex.root, model) });
}

/** Percent of the traffic by model. */
async function traffic(vertex: FaultyVertex): Promise<{ readonly [model: string]: number }> {
  const { endpoints: service, models } = servingClients(vertex.port, "grpc");
  const [{ deployedModels, trafficSplit }] = await service.getEndpoint({ name: endpoint });
  const entries = (deployedModels ?? []).map(async ({ id, model }) => {
    const [{ artifactUri }] = await models.getModel({ name: model ?? "" });
    return [artifactUri?.split("/").at(-1), trafficSplit?.[id ?? ""] ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as { readonly [model: string]: number };
}

test("a model that does not answer gives the traffic back to who got it just before, not to who had it long ago", async () => {
  const vertex = await faultyVertex();
  const deploy = deployer(vertex, { keep: 2 });
  await deploy("first");
  vertex.meanwhile["UpdateEndpoint"] = [() => deploy("good")];
  await expect(deploy("mute")).rejects.toThrow("The model before it has the traffic.");
  expect(await traffic(vertex)).toEqual({ first: 0, good: 100 });
});

test("a model that does not answer leaves the traffic with a deployment that has taken it meanwhile", async () => {
  const vertex = await faultyVertex();
  const deploy = deployer(vertex, { keep: 2 });
  await deploy("first");
  vertex.meanwhile["UpdateEndpoint"] = [async () => {}, () => deploy("good")];
  await expect(deploy("mute")).rejects.toThrow(
    "Another deployment has taken the traffic meanwhile, so it may be that one's model which was asked.",
  );
  expect(await traffic(vertex)).toEqual({ first: 0, good: 100 });
});

test("two whose models do not answer leave the traffic with the model before both", async () => {
  const vertex = await faultyVertex();
  const deploy = deployer(vertex);
  await deploy("first");
  const ended = await Promise.allSettled([deploy("mute"), deploy("also-mute")]);
  expect(ended.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await traffic(vertex)).toEqual({ first: 100 });
});

test("one whose model another has undeployed says so", async () => {
  const vertex = await faultyVertex();
  await deployer(vertex)("first");
  vertex.meanwhile["UpdateEndpoint"] = [() => deployer(vertex, { keep: 0 })("good")];
  await expect(deployer(vertex)("slow")).rejects.toMatchObject({
    code: "DEPLOYED_MODEL_GONE",
    message:
      'endpoint "twin": another deployment has undeployed the new model before it got the traffic. Deploy it again.',
  });
  expect(await traffic(vertex)).toEqual({ good: 100 });
});

test("a failure to move the traffic is told as what it is", async () => {
  const vertex = await faultyVertex();
  vertex.faults["UpdateEndpoint"] = ["PERMISSION_DENIED"];
  await expect(deployer(vertex)("model")).rejects.toMatchObject({
    code: "VERTEX_PERMISSION_DENIED",
    message: expect.stringMatching(/^traffic of projects/),
  });
});

test("an endpoint that changes each time before the traffic moves is given up", async () => {
  const vertex = await faultyVertex();
  vertex.faults["UpdateEndpoint"] = Array<"ABORTED">(100).fill("ABORTED");
  await expect(deployer(vertex)("model")).rejects.toMatchObject({ code: "VERTEX_ABORTED" });
  expect(vertex.calls.filter((call) => call === "UpdateEndpoint")).toHaveLength(5);
});

describe.each(["predict", "invoke"] as const)("by %s", (route) => {
  test("one of two leaves the other's new model alone, though it has no traffic yet", async () => {
    const vertex = await faultyVertex();
    const deploy = deployer(vertex, { route });
    await deploy("first");
    const both: Promise<unknown>[] = [];
    vertex.meanwhile["UpdateEndpoint"] = [() => Promise.race(both)]; // one goes on once the other is done
    both.push(deploy("a"), deploy("b"));
    await Promise.all(both);
    const { first, ...others } = await traffic(vertex);
    expect([first, Object.values(others).sort((a, b) => a - b)]).toEqual([0, [0, 100]]);
    await deploy("c");
    const had = others["a"] === 100 ? "a" : "b";
    expect(await traffic(vertex)).toEqual({ [had]: 0, c: 100 });
  });
});
