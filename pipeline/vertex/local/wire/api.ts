// The services of the Vertex AI API that are answered here, as the official package's protos describe them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import protobuf from "protobufjs";
import { type ProtoNode, selectProtos } from "./select-protos.ts";

/** Their methods have routes; those without a handler answer UNIMPLEMENTED. */
const services = [
  "PipelineService",
  "ScheduleService",
  "ModelService",
  "EndpointService",
  "PredictionService",
] as const;
const versions = ["v1", "v1beta1"] as const;
const longRunning = "google.longrunning.Operations";

export interface ApiMethod {
  /** `PipelineService.CreatePipelineJob`: the same in all versions of the API. */
  readonly id: string;
  /** As gRPC has it: `/google.cloud.aiplatform.v1.PipelineService/CreatePipelineJob`. */
  readonly path: string;
  readonly version: (typeof versions)[number];
  readonly request: protobuf.Type;
  readonly response: protobuf.Type;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly bindings: readonly HttpBinding[];
}

/** One way to call a method over REST. */
export interface HttpBinding {
  readonly verb: string;
  // As "/v1/{parent=projects/*/locations/*}/pipelineJobs".
  readonly template: string;
  /** The field that the body is; `*`: the body is the request. Default: there is no body. */
  readonly body?: string;
}

export interface Api {
  readonly root: protobuf.Root;
  readonly methods: readonly ApiMethod[];
}

/** Takes about a quarter of a second. */
export function loadApi(): Api {
  const file = createRequire(import.meta.url).resolve("@google-cloud/aiplatform/build/protos/protos.json");
  const all = JSON.parse(readFileSync(file, "utf8")) as ProtoNode; // as protobufjs wrote it
  const names = versions.flatMap((version) =>
    services.map((service) => `google.cloud.aiplatform.${version}.${service}`),
  );
  const root = protobuf.Root.fromJSON(selectProtos(all, [...names, longRunning, "google.rpc.Status"]));
  const methods = names.flatMap((name) => methodsOf(root.lookupService(name)));
  return { root, methods: [...methods, ...methodsOf(root.lookupService(longRunning))] };
}

function methodsOf(service: protobuf.Service): readonly ApiMethod[] {
  const fullName = service.fullName.replace(/^\./, "");
  const version = fullName.includes(".v1beta1.") ? "v1beta1" : "v1";
  return Object.values(service.methods).map((method) => {
    method.resolve();
    const { resolvedRequestType: request, resolvedResponseType: response } = method;
    if (request === null || response === null) throw new TypeError(`${fullName}.${method.name} has no types`);
    return {
      id: `${service.name}.${method.name}`,
      path: `/${fullName}/${method.name}`,
      version,
      request,
      response,
      requestStream: method.requestStream === true,
      responseStream: method.responseStream === true,
      bindings: service.name === "Operations" ? operationBindings(method.name) : bindingsOf(method),
    };
  });
}

interface HttpRule {
  readonly [verb: string]: unknown;
  readonly body?: string;
  readonly additional_bindings?: HttpRule | readonly HttpRule[];
}

function bindingsOf(method: protobuf.Method): readonly HttpBinding[] {
  const options = (method.parsedOptions ?? []) as readonly { readonly [name: string]: HttpRule }[]; // as protobufjs has them
  const rule = options.find((option) => option["(google.api.http)"] !== undefined)?.["(google.api.http)"];
  return rule === undefined ? [] : readRule(rule);
}

const verbs = ["get", "put", "post", "delete", "patch"];

function readRule(rule: HttpRule): readonly HttpBinding[] {
  const { body, additional_bindings: more = [] } = rule;
  const own = verbs.flatMap((verb) => {
    const template = rule[verb];
    if (typeof template !== "string") return [];
    return [{ verb: verb.toUpperCase(), template, ...(body !== undefined && { body }) }];
  });
  return [...own, ...[more].flat().flatMap(readRule)];
}

/** Vertex's own differ from those of the protos: operations belong to a project, or to what they are about. */
function operationBindings(name: string): readonly HttpBinding[] {
  const one = "/v1/{name=projects/**/operations/*}";
  switch (name) {
    case "GetOperation":
      return [{ verb: "GET", template: one }];
    case "ListOperations":
      return [{ verb: "GET", template: "/v1/{name=projects/**}/operations" }];
    case "DeleteOperation":
      return [{ verb: "DELETE", template: one }];
    case "CancelOperation":
      return [{ verb: "POST", template: `${one}:cancel`, body: "*" }];
    case "WaitOperation":
      return [{ verb: "POST", template: `${one}:wait`, body: "*" }];
    default:
      return [];
  }
}
