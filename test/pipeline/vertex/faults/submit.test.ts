// Submitting over a line that fails: one job at most, an answer in time, and words that say what to do.
import { afterAll, describe, expect, test } from "vitest";
import { type CallPolicy, type CallSettings, connect } from "../../../../pipeline/vertex/client/index.ts";
import { resolveConfig } from "../../../../pipeline/vertex/config/index.ts";
import { submissionLabel } from "../../../../pipeline/vertex/job/index.ts";
import { getJob } from "../../../../pipeline/vertex/jobs.ts";
import { createJob } from "../../../../pipeline/vertex/submit-job.ts";
import { type Fault, fakeVertex, parent } from "./fake-vertex.ts";
import { file, nightly, policy } from "./given.ts";

const impatient: CallPolicy = { ...policy, callTimeout: 300 };

const fake = await fakeVertex();

describe.each(["grpc", "rest"] as const)("over %s", (transport) => {
  const config = fake.config(transport);
  /** One for all tests: to make a client takes a while. */
  const connection = connect(config, { policy });
  afterAll(() => connection.close());
  let count = 0;
  /** A job of its own, whose calls have these faults. */
  const begin = (faults: { readonly [method: string]: readonly Fault[] } = {}, settings?: CallSettings) => {
    const id = `${transport}-${(count += 1)}`;
    for (const [method, list] of Object.entries(faults)) fake.faults.set(`${method} ${id}`, [...list]);
    const own = { ...connection, settings: { policy, ...settings } };
    return {
      id,
      name: `${parent}/pipelineJobs/${id}`,
      submit: (rank?: number) => createJob(own, nightly(config, id, rank)),
      calls: () => fake.calls.filter((call) => call.endsWith(` ${id}`)).map((call) => call.split(" ")[0]),
      jobs: () => [...fake.jobs.keys()].filter((name) => name.endsWith(`/${id}`)),
    };
  };

  test("a job arrives as it was asked for, numbers and nested values alike", async () => {
    const { submit, id, name } = begin();
    const { job, created } = await submit();
    expect(created).toBe(true);
    expect(job).toMatchObject({
      name,
      id,
      displayName: "nightly",
      state: "PENDING",
      parameters: { rank: 8 },
      pipelineRoot: "gs://bucket/runs",
      pipelineSpec: file.pipeline,
    });
    expect(fake.jobs.get(job.name)).toMatchObject({
      pipelineSpec: file.pipeline,
      runtimeConfig: { gcsOutputDirectory: "gs://bucket/runs", parameterValues: { rank: 8 } },
      labels: { [submissionLabel]: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
  });

  /** How often the job is asked for; where answers are not waited for long, it may be once more. */
  const passing: readonly [string, readonly Fault[], number?][] = [
    ["429", ["RESOURCE_EXHAUSTED", "RESOURCE_EXHAUSTED"], 3],
    ["503", ["UNAVAILABLE", "UNAVAILABLE"], 3],
    ["500", ["INTERNAL"], 2],
    ["connections that break before anything is done", ["drop", "drop"], 3],
    ["an answer that does not come, with nothing done", ["stuck"]],
    ["an answer that does not come, though the job is made", ["late"]],
    ["a try that is carried out only after it was given up", ["overtaken"]],
    ["a lost reply after the job was made", ["lost"], 1],
    ["one after the other", ["UNAVAILABLE", "drop", "RESOURCE_EXHAUSTED", "lost"], 4],
  ];
  test.each(passing)("%s: one job is made", async (_, faults, creates) => {
    const notes: string[] = [];
    const isSlow = creates === undefined;
    const { submit, jobs, calls } = begin(
      { CreatePipelineJob: faults },
      { policy: isSlow ? impatient : policy, onRepeat: (note) => notes.push(note) },
    );
    const { job } = await submit();
    expect([job.name]).toEqual(jobs());
    const asked = calls().filter((call) => call === "CreatePipelineJob").length;
    if (isSlow) expect(notes[0]).toBe(`job "${job.id}": DEADLINE_EXCEEDED; trying again`);
    else expect([asked, notes.length]).toEqual([creates, faults.length]);
  });

  test("a lost reply, and a lost look after it: the job that is there is taken for its own", async () => {
    const { submit, jobs } = begin({ CreatePipelineJob: ["lost"], GetPipelineJob: ["drop"] });
    const { job } = await submit();
    expect(jobs()).toEqual([job.name]);
  });

  test("the same submission under the same id finds its job; another one is refused", async () => {
    const { submit, id, jobs } = begin();
    const first = await submit();
    const again = await submit();
    expect([first.created, again.created]).toEqual([true, false]);
    expect(again.job.name).toBe(first.job.name);
    await expect(submit(16)).rejects.toMatchObject({
      code: "JOB_EXISTS",
      message: `job "${id}": there is another job with this id, pending, and it is not the same. Give another --job-id, or none.`,
    });
    expect(jobs()).toHaveLength(1);
  });

  test("a service that never answers is given up in time, and what to do is said", async () => {
    const stuck = (): Fault[] => Array<Fault>(100).fill("stuck");
    const { submit, id } = begin(
      { CreatePipelineJob: stuck(), GetPipelineJob: stuck() },
      { policy: { ...policy, callTimeout: 100, totalTimeout: 1000 } },
    );
    const began = performance.now();
    await expect(submit()).rejects.toMatchObject({
      code: "VERTEX_DEADLINE_EXCEEDED",
      message: expect.stringMatching(
        new RegExp(
          `^job "${id}": Vertex AI says DEADLINE_EXCEEDED: .*\\. Whether it was made is not known: see with ` +
            `pollux job ${id} --project my-project --location us-central1 --api-endpoint http://127.0.0.1:${fake.port}, ` +
            `or submit again with --job-id ${id}, which makes no second one\\.$`,
        ),
      ),
    });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test.each([
    ["PERMISSION_DENIED", /Give the account the role Vertex AI User/],
    ["INVALID_ARGUMENT", /Correct what it names\.$/],
    ["NOT_FOUND", /See that the name, the project and the location are the right ones\.$/],
    ["FAILED_PRECONDITION", /See what state it is in\.$/],
  ] as const)("%s is not tried again", async (status, remedy) => {
    const { submit, id, calls } = begin({ CreatePipelineJob: [status] });
    const refused = submit();
    await expect(refused).rejects.toMatchObject({
      code: `VERTEX_${status}`,
      message: expect.stringMatching(remedy),
    });
    await expect(refused).rejects.toThrow(`job "${id}": Vertex AI says ${status}: it is ${status}.`);
    expect(calls()).toEqual(["CreatePipelineJob"]);
  });

  test("breaking off ends it at once", async () => {
    const abort = new AbortController();
    const { submit, calls } = begin({ CreatePipelineJob: ["stuck"] }, { signal: abort.signal });
    const work = submit();
    await expect.poll(calls, { timeout: 20_000 }).toEqual(["CreatePipelineJob"]);
    abort.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
  });
});

describe("nobody listens", () => {
  test.each(["grpc", "rest"] as const)(
    "on this machine: over %s it says so in seconds, and how to start it",
    async (transport) => {
      const notes: string[] = [];
      const connection = connectTo("http://127.0.0.1:1", transport, { onRepeat: (note) => notes.push(note) });
      const began = performance.now();
      await expect(createJob(connection, nightly(connection.config, "nobody"))).rejects.toMatchObject({
        code: "VERTEX_UNAVAILABLE",
        message:
          'job "nobody": Vertex AI is not reached: connect ECONNREFUSED 127.0.0.1:1. ' +
          "Start the local Vertex with npm run vertex -- --port 1.",
      });
      expect(performance.now() - began).toBeLessThan(15_000);
      expect([...new Set(notes)]).toEqual([
        'job "nobody": UNAVAILABLE: connect ECONNREFUSED 127.0.0.1:1; trying again',
      ]);
      await expect(getJob(connection, "nobody")).rejects.toThrow(
        "Start the local Vertex with npm run vertex",
      );
      await connection.close();
    },
  );

  test("elsewhere: no job was made, for certain", async () => {
    const connection = connectTo("http://127.0.0.1:1", "grpc", {
      startedBy: undefined,
      policy: { callTimeout: 5000, totalTimeout: 5000, firstPause: 2000, longestPause: 2000 },
    });
    await expect(createJob(connection, nightly(connection.config, "nobody"))).rejects.toThrow(
      /^job "nobody": Vertex AI is not reached: connect ECONNREFUSED 127\.0\.0\.1:1\. See that the network, /,
    );
    await connection.close();
  });

  test("after a try that may have arrived: whether there is a job stays open", async () => {
    const connection = connectTo("http://127.0.0.1:1", "grpc");
    const client = await connection.pipelines();
    const lost = Object.assign(new Error("14 UNAVAILABLE: read ECONNRESET"), { code: 14 });
    const create = client.createPipelineJob.bind(client);
    let count = 0;
    const pipelines = () =>
      Promise.resolve(
        Object.assign(client, {
          createPipelineJob: (...given: Parameters<typeof create>) =>
            (count += 1) === 1 ? Promise.reject(lost) : create(...given),
        }),
      );
    await expect(createJob({ ...connection, pipelines }, nightly(connection.config, "lost"))).rejects.toThrow(
      /ECONNREFUSED .*\. Whether it was made is not known: /,
    );
    await connection.close();
  });
});

function connectTo(apiEndpoint: string, transport: "grpc" | "rest", settings: CallSettings = {}) {
  const given = { project: "my-project", pipelineRoot: "gs://bucket", apiEndpoint, transport };
  return connect(resolveConfig({ given, env: {} }).config, settings);
}
