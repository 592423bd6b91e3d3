// Models of the local Vertex, by the official TypeScript client over both transports.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  containerSpec,
  putModel,
  servingClients,
  type ServingVertex,
  startServingVertex,
} from "../endpoints/serving-vertex.ts";

const parent = "projects/p/locations/us-central1";
let vertex: ServingVertex;
beforeAll(async () => {
  vertex = await startServingVertex();
});
afterAll(() => vertex.remove());

describe.each(["grpc", "rest"] as const)("over %s", (transport) => {
  const models = () => servingClients(vertex.port, transport).models;
  const upload = async (request: object, model: object = {}) => {
    const [operation] = await models().uploadModel({
      parent,
      model: { displayName: "echo", artifactUri: putModel(vertex.root, "echo"), containerSpec, ...model },
      ...request,
    });
    const [{ model: name = "", modelVersionId = "" }] = await operation.promise();
    return { name: name ?? "", version: modelVersionId ?? "" };
  };

  test("a model is uploaded under the id that was asked for, its container kept as it was given", async () => {
    const modelId = `given-${transport}`;
    const labels = { team: "twins" };
    const { name, version } = await upload({ modelId }, { labels, versionAliases: ["first"] });
    expect([name, version]).toEqual([`${parent}/models/${modelId}`, "1"]);
    const [model] = await models().getModel({ name });
    expect(model).toMatchObject({
      name,
      versionId: "1",
      versionAliases: ["default", "first"],
      displayName: "echo",
      artifactUri: "gs://models/echo",
      labels,
      containerSpec: {
        ...containerSpec,
        sharedMemorySizeMb: expect.anything(),
        startupProbe: { exec: { command: ["true"] }, periodSeconds: 10, failureThreshold: 60 },
      },
    });
    expect(Number(model.containerSpec?.sharedMemorySizeMb)).toBe(2048);
    await expect(upload({ modelId })).rejects.toMatchObject({ code: 6 });
  });

  test("versions have numbers and aliases, and the default is what is told of without one", async () => {
    const { name } = await upload({});
    expect(await upload({ parentModel: name }, { versionAliases: ["next"] })).toEqual({ name, version: "2" });
    const versionOf = async (suffix: string) =>
      (await models().getModel({ name: `${name}${suffix}` }))[0].versionId;
    expect(await Promise.all(["", "@2", "@next", "@default"].map(versionOf))).toEqual(["1", "2", "2", "1"]);
    await expect(versionOf("@9")).rejects.toMatchObject({ code: 5 });

    await models().mergeVersionAliases({ name: `${name}@2`, versionAliases: ["default", "-next"] });
    const [versions] = await models().listModelVersions({ name, orderBy: "create_time" });
    expect(versions.map(({ versionId, versionAliases }) => [versionId, versionAliases])).toEqual([
      ["2", ["default"]],
      ["1", []],
    ]);

    await expect(models().deleteModelVersion({ name: `${name}@2` })).rejects.toMatchObject({ code: 9 });
    const [operation] = await models().deleteModelVersion({ name: `${name}@1` });
    await operation.promise();
    expect((await models().listModelVersions({ name }))[0]).toHaveLength(1);
  });

  test("models are listed by name and label, changed, and deleted", async () => {
    const { name } = await upload({}, { displayName: `listed ${transport}`, labels: { by: transport } });
    const listed = async (filter: string) =>
      (await models().listModels({ parent, filter }))[0].map((model) => model.name);
    expect(await listed(`display_name="listed ${transport}"`)).toEqual([name]);
    expect(await listed(`labels.by="${transport}" AND display_name!="other"`)).toEqual([name]);
    await models().updateModel({
      model: { name, displayName: "renamed", description: "not to change" },
      updateMask: { paths: ["display_name"] },
    });
    const [model] = await models().getModel({ name });
    expect([model.displayName, model.description]).toEqual(["renamed", ""]);
    const [operation] = await models().deleteModel({ name });
    await operation.promise();
    await expect(models().getModel({ name })).rejects.toMatchObject({ code: 5 });
  });

  test("all that is wrong with a model is said at once", async () => {
    const wrong = {
      displayName: "",
      artifactUri: "file:///x",
      containerSpec: { predictRoute: "/a", invokeRoutePrefix: "/*" },
    };
    await expect(upload({}, wrong)).rejects.toMatchObject({
      code: 3,
      message: expect.stringMatching(
        /display_name has 0 characters.*image_uri is missing.*predict_route or invoke_route_prefix.*artifact_uri "file:\/\/\/x"/s,
      ),
    });
    await expect(upload({}, { artifactUri: "/etc" })).rejects.toMatchObject({ code: 3 });
    await expect(upload({}, { artifactUri: "gs://models/nothing" })).rejects.toMatchObject({ code: 9 });
    await expect(upload({}, { artifactUri: "gs://models/../../x" })).rejects.toMatchObject({ code: 3 });
  });
});

test("models are there after a restart", async () => {
  const before = servingClients(vertex.port, "rest").models;
  const model = { displayName: "kept", containerSpec };
  await (await before.uploadModel({ parent, modelId: "kept", model }))[0].promise();
  await vertex.stop();
  vertex = await vertex.restart();
  const [kept] = await servingClients(vertex.port, "grpc").models.getModel({
    name: `${parent}/models/kept@1`,
  });
  expect(kept.displayName).toBe("kept");
});
