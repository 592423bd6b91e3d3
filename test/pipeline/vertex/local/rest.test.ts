// What the local Vertex answers to those who speak HTTP themselves.
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RequestLine } from "../../../../pipeline/vertex/local/dispatch.ts";
import { pipelineOf, waits } from "./pipelines.ts";
import { startTestVertex, type TestVertex } from "./test-vertex.ts";

const parent = "projects/p/locations/us-central1";
const lines: RequestLine[] = [];
let vertex: TestVertex;
beforeAll(async () => {
  vertex = await startTestVertex({ log: (line) => lines.push(line) });
});
afterAll(() => vertex.remove());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** `fetch` sends no Host of one's choice. */
function ask(
  verb: string,
  path: string,
  { body, headers = {} }: { body?: string; headers?: object } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: vertex.port, method: verb, path, headers: { ...headers } };
    const request = httpRequest(options, (response) => {
      let text = "";
      response.on("data", (piece) => (text += piece));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const error = (code: number, status: string, message: unknown) => ({
  status: code,
  body: { error: { code, status, message } },
});

test("errors have the form of Google's services", async () => {
  expect(await ask("GET", `/v1/${parent}/pipelineJobs/none`)).toEqual(
    error(404, "NOT_FOUND", `${parent}/pipelineJobs/none: there is none.`),
  );
});

test.each([
  ["GET", `/v1/${parent}/models`, "ModelService.ListModels is not implemented by the local Vertex."],
  [
    "POST",
    `/v1beta1/${parent}/endpoints/1:predict`,
    "PredictionService.Predict is not implemented by the local Vertex.",
  ],
  ["GET", `/v1/${parent}/customJobs`, `GET /v1/${parent}/customJobs is not implemented by the local Vertex.`],
])("%s %s is not implemented, by name", async (verb, path, message) => {
  expect(await ask(verb, path, verb === "POST" ? { body: "{}" } : {})).toEqual(
    error(501, "UNIMPLEMENTED", message),
  );
});

test.each([
  ["unknown fields", '{"displayNme": "x"}', `Unknown name "displayNme" at 'pipelineJob': Cannot find field.`],
  [
    "fields of the wrong type",
    '{"displayName": 1}',
    "field displayName of type string cannot contain value 1.",
  ],
  ["enums that are none", '{"state": "NO"}', `Invalid value at 'pipelineJob.state' (PipelineState): "NO".`],
  ["what is no JSON", "{", expect.anything()],
])("%s are refused", async (_, body, message) => {
  const answer = await ask("POST", `/v1/${parent}/pipelineJobs`, { body });
  expect(answer).toEqual(
    error(
      400,
      "INVALID_ARGUMENT",
      typeof message === "string" ? `Invalid JSON payload received. ${message}` : message,
    ),
  );
});

test("query parameters that are no fields are refused", async () => {
  expect(await ask("GET", `/v1/${parent}/pipelineJobs?fliter=x`)).toMatchObject({ status: 400 });
});

test("fields may be in either spelling, and enums are numbers for those who ask", async () => {
  const pipelineJob = {
    display_name: "d",
    pipelineSpec: pipelineOf("w", { wait: { code: waits } }),
    runtime_config: { gcsOutputDirectory: "gs://bucket" },
  };
  const made = await ask(
    "POST",
    `/v1/${parent}/pipelineJobs?pipeline_job_id=spelt&$alt=json;enum-encoding=int`,
    {
      body: JSON.stringify(pipelineJob),
    },
  );
  expect(made).toMatchObject({
    status: 200,
    body: { displayName: "d", name: `${parent}/pipelineJobs/spelt` },
  });
  expect((made.body as { state: unknown }).state).toSatisfy((state) => [2, 3].includes(Number(state)));
  const again = await ask("GET", `/ui/${parent}/pipelineJobs/spelt`);
  expect(again).toMatchObject({
    body: { displayName: "d", state: expect.stringMatching(/^PIPELINE_STATE_/) },
  });
});

test.each([
  ["another host", { host: "rebound.example:80" }],
  ["a page of another site", { origin: "https://site.example" }],
  ["a page that a browser loads from elsewhere", { "sec-fetch-site": "cross-site" }],
])("%s is not answered", async (_, headers) => {
  for (const path of [`/v1/${parent}/pipelineJobs`, "/storage/v1/b"]) {
    expect(await ask("GET", path, { headers })).toMatchObject({ status: 403 });
  }
});

/** What no HTTP client would send. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(vertex.port, "127.0.0.1", () => socket.end(text));
    socket.on("data", (piece) => (answer += String(piece)));
    socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}

test.each(["//", "http://[", "/\\:x"])("a request for %s, which is no URL, is refused", async (path) => {
  const ask = (headers: string) => sendRaw(`GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
  expect(await ask("Host: localhost\r\n")).toBe("HTTP/1.1 400 Bad Request");
  expect(await ask("Host: evil.example\r\nOrigin: http://evil.example\r\n")).toBe("HTTP/1.1 403 Forbidden");
});

test("a name cannot lead out of the root", async () => {
  for (const name of ["..%2F..%2Fx", "%2E%2E", "a%00b"]) {
    expect((await ask("GET", `/v1/${parent}/pipelineJobs/${name}`)).status).toBeOneOf([400, 404, 501]);
  }
  const body = JSON.stringify({ pipelineSpec: pipelineOf("x", {}) });
  expect(await ask("POST", "/v1/projects/..%2Fx/locations/y/pipelineJobs", { body })).toMatchObject({
    status: 400,
  });
});

test("a request is one line of the log, without what is in it", async () => {
  lines.length = 0;
  await ask("GET", `/v1/${parent}/pipelineJobs?filter=state%3Dx`);
  expect(lines).toEqual([
    {
      front: "REST",
      what: "PipelineService.ListPipelineJobs",
      status: "OK",
      milliseconds: expect.any(Number),
    },
  ]);
});
