// A job's run becomes a child of its experiment, once it has a context.
import { createServer } from "node:http";
import { afterAll, expect, test } from "vitest";
import type { JsonObject } from "../../../pipeline/ir/json-object.ts";
import { connect } from "../../../pipeline/vertex/client/index.ts";
import { resolveConfig } from "../../../pipeline/vertex/config/index.ts";
import { makeJob } from "../../../pipeline/vertex/job/index.ts";
import { sendJob } from "../../../pipeline/vertex/submission.ts";
import { listenOnLoopback } from "../../tools/loopback.ts";
import { file, policy } from "./faults/given.ts";

const stores = "/v1/projects/my-project/locations/us-central1/metadataStores/default/contexts";
const requests: string[] = [];
let looks = 0;

/** Over REST, as the metadata store and the pipeline service answer; the run has a context from the second look on. */
function answer(line: string): JsonObject | undefined {
  if (line === `GET ${stores}/nightly-runs`) return { schemaTitle: "system.Experiment" };
  if (line === `GET ${stores}/other`) return { schemaTitle: "system.Pipeline" };
  if (line === `POST ${stores}/nightly-runs:addContextChildren`) return {};
  const job = {
    name: "projects/my-project/locations/us-central1/pipelineJobs/job-1",
    state: "PIPELINE_STATE_RUNNING",
  };
  if (line.startsWith("POST /v1/projects/my-project/locations/us-central1/pipelineJobs")) return job;
  if (!line.endsWith("/pipelineJobs/job-1")) return undefined;
  looks += 1;
  const jobDetail = { pipelineRunContext: { name: `${stores.slice(4)}/job-1` } };
  return looks < 2 ? job : { ...job, jobDetail };
}

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (data: Buffer) => (body += data.toString("utf8")));
  request.on("end", () => {
    const line = `${request.method} ${(request.url ?? "").replace(/\?.*/, "")}`;
    requests.push(line.includes(":addContextChildren") ? `${line} ${body}` : line);
    const found = answer(line);
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? { error: { code: 404, message: "none", status: "NOT_FOUND" } }));
  });
});
const port = await listenOnLoopback(server);
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function submit(experiment: string) {
  const { config } = resolveConfig({
    given: {
      project: "my-project",
      pipelineRoot: "gs://bucket/runs",
      apiEndpoint: `http://127.0.0.1:${port}`,
      transport: "rest",
      experiment,
    },
    env: {},
  });
  const create = makeJob({ request: { file, parameters: { rank: 8 }, inputArtifacts: {} }, config }, "job-1");
  return sendJob(connect(config, { policy }), create);
}

test("the run is put into the experiment", async () => {
  await submit("nightly-runs");
  expect(requests[0]).toBe(`GET ${stores}/nightly-runs`);
  expect(requests.at(-1)).toBe(
    `POST ${stores}/nightly-runs:addContextChildren ${JSON.stringify({ childContexts: [`${stores.slice(4)}/job-1`] })}`,
  );
});

test.each([
  [
    "missing",
    /^experiment "missing": Vertex AI says NOT_FOUND: none\. Create it in the console under Experiments/,
  ],
  ["other", /^experiment "other": it is a system\.Pipeline\. Name one of the console's Experiments\.$/],
])("nothing is submitted where the experiment is %s", async (experiment, message) => {
  requests.length = 0;
  await expect(submit(experiment)).rejects.toThrow(message);
  expect(requests).toEqual([`GET ${stores}/${experiment}`]);
});
