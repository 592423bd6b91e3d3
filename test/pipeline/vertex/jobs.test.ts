// The jobs of a project over lines that fail, and in pages.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../../pipeline/vertex/client/index.ts";
import {
  cancelJob,
  deleteJob,
  getJob,
  listJobs,
  readJobState,
  requireJobId,
} from "../../../pipeline/vertex/jobs.ts";
import { createJob } from "../../../pipeline/vertex/submit-job.ts";
import { fakeVertex, parent } from "./faults/fake-vertex.ts";
import { nightly, policy } from "./faults/given.ts";

const fake = await fakeVertex();
beforeAll(() => {
  for (let index = 0; index < 250; index += 1) {
    const name = `${parent}/pipelineJobs/job-${index}`;
    const state = `PIPELINE_STATE_${index % 50 === 0 ? "FAILED" : "SUCCEEDED"}`;
    fake.jobs.set(name, { name, displayName: "nightly", state });
  }
});

describe.each(["grpc", "rest"] as const)("jobs over %s", (transport) => {
  const config = fake.config(transport);
  const connection = connect(config, { policy });
  afterAll(() => connection.close());
  const submit = (id: string) => createJob(connection, nightly(config, id));

  test("are listed page by page, as many as are wanted", async () => {
    const ids = async (limit: number) => (await listJobs(connection, { limit })).map(({ id }) => id);
    expect(await ids(3)).toHaveLength(3);
    expect(new Set(await ids(230)).size).toBe(230);
    const failed = await listJobs(connection, { state: "FAILED" });
    expect(failed.map(({ id }) => id)).toEqual(["job-200", "job-150", "job-100", "job-50", "job-0"]);
    // Nothing is said of what was not asked for.
    const name = `${parent}/pipelineJobs/job-200`;
    expect(failed[0]).toEqual({ name, id: "job-200", displayName: "nightly", state: "FAILED", labels: {} });
  });

  test("that two make at once under one id are one", async () => {
    const id = `${transport}-at-once`;
    const both = await Promise.all([submit(id), submit(id)]);
    expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
    expect(both.map(({ job }) => job.id)).toEqual([id, id]);
  });

  test("are cancelled and deleted though replies are lost", async () => {
    const id = `${transport}-gone`;
    await submit(id);
    fake.faults.set(`CancelPipelineJob ${id}`, ["lost", "UNAVAILABLE"]);
    await cancelJob(connection, id);
    fake.faults.set(`GetPipelineJob ${id}`, ["drop", "RESOURCE_EXHAUSTED"]);
    expect((await getJob(connection, id)).state).toBe("CANCELLED");
    fake.faults.set(`DeletePipelineJob ${id}`, ["lost"]);
    await deleteJob(connection, id);
    expect(fake.jobs.has(`${parent}/pipelineJobs/${id}`)).toBe(false);
    await expect(deleteJob(connection, id)).rejects.toMatchObject({
      code: "VERTEX_NOT_FOUND",
      message: `job "${id}": Vertex AI says NOT_FOUND: there is no ${parent}/pipelineJobs/${id}. pollux jobs lists those of project my-project in us-central1.`,
    });
  });
});

test("states are read in any case", () => {
  expect([readJobState("running"), readJobState("PIPELINE_STATE_FAILED")]).toEqual(["RUNNING", "FAILED"]);
  expect(() => readJobState("done")).toThrow(
    'state "done": is none. Give one of queued, pending, running, succeeded, failed, cancelling, cancelled, paused.',
  );
});

test("ids become parts of addresses, and so must be ids", () => {
  expect(requireJobId("nightly-1")).toBe("nightly-1");
  expect(requireJobId(`${parent}/pipelineJobs/nightly-1`)).toBe(`${parent}/pipelineJobs/nightly-1`);
  for (const id of ["a/b", "../x", "a b", "a?b", "projects/p/locations/l/models/1", "-x"]) {
    expect(() => requireJobId(id)).toThrow(`job "${id}": is no job's id. pollux jobs lists them.`);
  }
});
