// Pipeline jobs of the local Vertex, by the official TypeScript client over both transports.
import type { PipelineServiceClient } from "@google-cloud/aiplatform/build/src/v1/pipeline_service_client.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fails, pipelineOf, waits, writes } from "./pipelines.ts";
import { pipelineClient, startTestVertex, struct, type TestVertex, value } from "./test-vertex.ts";

const parent = "projects/p/locations/us-central1";
let vertex: TestVertex;
beforeAll(async () => {
  vertex = await startTestVertex();
});
afterAll(() => vertex.remove());

const spec = pipelineOf("greet", { greet: { code: writes } });

describe.each(["grpc", "rest"] as const)("over %s", (transport) => {
  let client: PipelineServiceClient;
  beforeAll(() => {
    client = pipelineClient(vertex.port, transport);
  });
  afterAll(() => client.close());
  const ended = async (name: string) =>
    vi.waitFor(
      async () => {
        const [job] = await client.getPipelineJob({ name });
        expect(String(job.state)).toMatch(/SUCCEEDED|FAILED|CANCELLED/);
        return job;
      },
      { timeout: 20_000, interval: 100 },
    );
  const create = async (pipelineJobId: string, pipeline = spec, more = {}) => {
    const [job] = await client.createPipelineJob({
      parent,
      pipelineJobId,
      pipelineJob: {
        displayName: pipelineJobId,
        labels: { env: transport },
        pipelineSpec: struct(pipeline),
        runtimeConfig: { gcsOutputDirectory: "gs://bucket/root", parameterValues: { text: value("hi") } },
        ...more,
      },
    });
    return job;
  };

  test("a job runs, and tells of its tasks as Vertex does", async () => {
    const made = await create(`greets-${transport}`);
    expect(made).toMatchObject({ name: `${parent}/pipelineJobs/greets-${transport}` });
    const job = await ended(made.name ?? "");
    expect(job).toMatchObject({
      state: "PIPELINE_STATE_SUCCEEDED",
      labels: { env: transport },
      runtimeConfig: { gcsOutputDirectory: "gs://bucket/root" },
    });
    const [root, task] = job.jobDetail?.taskDetails ?? [];
    expect(root).toMatchObject({ taskName: `greets-${transport}`, state: "SUCCEEDED" });
    expect(task).toMatchObject({ taskName: "greet", state: "SUCCEEDED", parentTaskId: root?.taskId });
    expect(task?.execution?.metadata).toMatchObject({
      fields: { "input:text": { stringValue: "hi" }, "output:text": { stringValue: "hi!" } },
    });
  });

  test("an id that is taken already exists", async () => {
    await create(`twice-${transport}`);
    await expect(create(`twice-${transport}`)).rejects.toMatchObject({ code: 6 });
  });

  test("what is not there is not found", async () => {
    const name = `${parent}/pipelineJobs/nothing`;
    await expect(client.getPipelineJob({ name })).rejects.toMatchObject({ code: 5 });
  });

  test("a task that fails makes the job fail, with its reason", async () => {
    const { name } = await create(`fails-${transport}`, pipelineOf("fails", { fail: { code: fails } }));
    const job = await ended(name ?? "");
    expect(job.state).toBe("PIPELINE_STATE_FAILED");
    expect(job.error).toMatchObject({
      code: 9,
      message: expect.stringContaining("failed tasks are: [fail]"),
    });
    expect(job.error?.message).toContain("no luck");
  });

  test("a job that runs is cancelled, and deleted only then", async () => {
    const { name: made } = await create(`waits-${transport}`, pipelineOf("waits", { wait: { code: waits } }));
    const name = made ?? "";
    await vi.waitFor(async () => {
      const [job] = await client.getPipelineJob({ name });
      expect(job.jobDetail?.taskDetails?.[1]?.state).toBe("RUNNING");
    });
    await expect(client.deletePipelineJob({ name })).rejects.toMatchObject({ code: 9 });
    await client.cancelPipelineJob({ name });
    expect(await ended(name)).toMatchObject({ state: "PIPELINE_STATE_CANCELLED", error: { code: 1 } });
    const [operation] = await client.deletePipelineJob({ name });
    await operation.promise();
    await expect(client.getPipelineJob({ name })).rejects.toMatchObject({ code: 5 });
  });

  test("lists are filtered, ordered and cut", async () => {
    for (const letter of ["a", "b", "c"]) await create(`lists-${letter}-${transport}`);
    const filter = `labels.env="${transport}" AND display_name:"lists-*"`;
    const ids = async (request: object) => {
      const [jobs] = await client.listPipelineJobs({ parent, filter, ...request });
      return jobs.map(({ displayName }) => displayName);
    };
    const [a, b, c] = ["a", "b", "c"].map((letter) => `lists-${letter}-${transport}`);
    expect(await ids({})).toEqual([c, b, a]);
    expect(await ids({ orderBy: "create_time", pageSize: 2 })).toEqual([a, b, c]);
    const [page] = await client.listPipelineJobs(
      { parent, filter, pageSize: 1, readMask: { paths: ["name", "pipeline_spec.pipeline_info"] } },
      { autoPaginate: false },
    );
    expect(page).toHaveLength(1);
    expect(page[0]).toMatchObject({
      name: `${parent}/pipelineJobs/${c}`,
      displayName: "",
      pipelineSpec: { fields: { pipelineInfo: {} } },
    });
  });

  test("several are cancelled and deleted at once", async () => {
    const waiting = pipelineOf("waits", { wait: { code: waits } });
    const names: string[] = [];
    for (const letter of ["a", "b"]) {
      const { name } = await create(`batch-${letter}-${transport}`, waiting);
      names.push(name ?? "");
    }
    const [cancelling] = await client.batchCancelPipelineJobs({ parent, names });
    const [cancelled] = await cancelling.promise();
    expect(cancelled.pipelineJobs?.map(({ error }) => error?.code)).toEqual([1, 1]);
    const [deleting] = await client.batchDeletePipelineJobs({ parent, names });
    const [deleted] = await deleting.promise();
    expect(deleted.pipelineJobs?.map(({ name }) => name)).toEqual(names);
    await expect(client.getPipelineJob({ name: names[0] ?? "" })).rejects.toMatchObject({ code: 5 });
  });

  test("everything wrong with a job is said at once", async () => {
    const pipelineJob = {
      labels: { Env: "x" },
      pipelineSpec: struct(spec),
      runtimeConfig: { gcsOutputDirectory: "/tmp", parameterValues: { text: value(1), other: value(2) } },
    };
    const wrongFields = client.createPipelineJob({ parent, pipelineJob });
    await expect(wrongFields).rejects.toMatchObject({ code: 3, message: expect.stringContaining("labels") });
    await expect(wrongFields).rejects.toThrow("gcs_output_directory");
    const rightFields = {
      ...pipelineJob,
      labels: {},
      runtimeConfig: { ...pipelineJob.runtimeConfig, gcsOutputDirectory: "gs://bucket" },
    };
    const wrongParameters = client.createPipelineJob({ parent, pipelineJob: rightFields });
    await expect(wrongParameters).rejects.toThrow('"text" is 1');
    await expect(wrongParameters).rejects.toThrow('"other" is not known');
  });

  test("a job that fails fast begins nothing after a failure, and lets what runs end", async () => {
    const pipeline = pipelineOf("fast", {
      fail: { code: fails },
      slow: { code: `setTimeout(() => { ${writes} }, 2000);` },
      after: { code: writes, after: ["slow"] },
    });
    const runtimeConfig = {
      gcsOutputDirectory: "gs://bucket/root",
      failurePolicy: "PIPELINE_FAILURE_POLICY_FAIL_FAST" as const,
    };
    const { name } = await create(`fast-${transport}`, pipeline, { runtimeConfig });
    const job = await ended(name ?? "");
    expect(job).toMatchObject({ state: "PIPELINE_STATE_FAILED", error: { code: 9 } });
    const states = job.jobDetail?.taskDetails?.map(({ taskName, state }) => `${taskName} ${state}`);
    expect(states).toEqual(expect.arrayContaining(["fail FAILED", "slow SUCCEEDED", "after CANCELLED"]));
  });

  test("what is not there yet says so, with its name", async () => {
    const training = client.getTrainingPipeline({ name: `${parent}/trainingPipelines/1` });
    await expect(training).rejects.toMatchObject({
      code: 12,
      message: expect.stringContaining("GetTrainingPipeline"),
    });
  });
});
