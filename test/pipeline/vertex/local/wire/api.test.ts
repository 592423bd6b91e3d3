// What is read of the official package's protos, and the routes that follow from it.
import { expect, test } from "vitest";
import { loadApi } from "../../../../../pipeline/vertex/local/wire/api.ts";
import { readRequest } from "../../../../../pipeline/vertex/local/wire/message-json.ts";
import { findRoute, requestJson, restRoutes } from "../../../../../pipeline/vertex/local/wire/rest-routes.ts";
import { selectProtos } from "../../../../../pipeline/vertex/local/wire/select-protos.ts";

const api = loadApi();
const routes = restRoutes(api.methods);

function route(verb: string, address: string, body?: object) {
  const url = new URL(address, "http://localhost");
  const found = findRoute(routes, verb, url.pathname);
  if (found === undefined) return undefined;
  const json = requestJson(found, url.searchParams, body as Parameters<typeof requestJson>[2]); // JSON, as the tests write it
  return [
    found.route.method.path.replace("/google.cloud.aiplatform.", ""),
    readRequest(found.route.method.request, json),
  ];
}

const location = "projects/p/locations/l";

test.each([
  [
    "GET",
    `/v1/${location}/pipelineJobs/j`,
    ["v1.PipelineService/GetPipelineJob", { name: `${location}/pipelineJobs/j` }],
  ],
  [
    "GET",
    `/v1beta1/${location}/models/2@1`,
    ["v1beta1.ModelService/GetModel", { name: `${location}/models/2@1` }],
  ],
  [
    "DELETE",
    `/ui/${location}/schedules/1`,
    ["v1.ScheduleService/DeleteSchedule", { name: `${location}/schedules/1` }],
  ],
  [
    "POST",
    `/v1/${location}/pipelineJobs:batchCancel`,
    ["v1.PipelineService/BatchCancelPipelineJobs", { parent: location }],
  ],
  [
    "GET",
    `/ui/${location}/operations/7`,
    ["/google.longrunning.Operations/GetOperation", { name: `${location}/operations/7` }],
  ],
  [
    "GET",
    `/v1beta1/${location}/models/1/operations/7`,
    ["/google.longrunning.Operations/GetOperation", { name: `${location}/models/1/operations/7` }],
  ],
  [
    "POST",
    `/v1/projects/p/locations/l/publishers/google/models/gemma:predict`,
    ["v1.PredictionService/Predict", { endpoint: `${location}/publishers/google/models/gemma`, labels: {} }],
  ],
  ["GET", `/v1/${location}/nothings`, undefined],
  ["PUT", `/v1/${location}/pipelineJobs`, undefined],
])("%s %s is found", (verb, path, expected) => {
  expect(route(verb, path)).toEqual(expected);
});

test("the query and the body fill the request, in either spelling and typed", () => {
  const path = `/v1/${location}/pipelineJobs?filter=a%3D1&page_size=7&readMask=name%2Cpipeline_spec&$alt=json`;
  expect(route("GET", path)?.[1]).toEqual({
    parent: location,
    filter: "a=1",
    pageSize: 7,
    readMask: "name,pipeline_spec",
  });
  const patch = route("PATCH", `/v1/${location}/schedules/1?updateMask=cron`, {
    cron: "* * * * *",
    max_run_count: 3,
    state: 1,
  });
  expect(patch?.[1]).toEqual({
    schedule: { name: `${location}/schedules/1`, cron: "* * * * *", maxRunCount: "3", state: "ACTIVE" },
    updateMask: "cron",
  });
});

test("only what the services refer to is loaded", () => {
  const pipelines = selectProtos(
    {
      nested: {
        a: {
          nested: {
            S: { methods: { Do: { requestType: "In", responseType: ".a.b.Out" } } },
            Other: { methods: { Do: { requestType: "Unused", responseType: "Unused" } } },
            In: { fields: { inner: { type: "Deep.State" }, text: { type: "string" } } },
            Deep: { fields: {}, nested: { State: { values: { ON: 1 } } } },
            Unused: { fields: {} },
            b: { nested: { Out: { fields: { again: { type: "Out" } } } } },
          },
        },
      },
    },
    ["a.S"],
  );
  expect(Object.keys(pipelines.nested?.["a"]?.nested ?? {}).sort()).toEqual(["Deep", "In", "S", "b"]);
});
