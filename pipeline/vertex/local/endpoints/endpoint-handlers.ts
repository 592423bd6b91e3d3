// The EndpointService, but for deployments: endpoints made, told of, changed and deleted.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { type Handlers, unary } from "../handlers.ts";
import { changedFields, changeFields, masked, maskPaths, withoutFields } from "../lists/field-mask.ts";
import { pageOf } from "../lists/page.ts";
import { displayNameProblems, labelProblems } from "../models/check-model.ts";
import { deletionOf } from "../operations.ts";
import type { ServiceParts } from "../server.ts";
import { StatusError } from "../status.ts";
import { newNumber, now, parseName, parseParent } from "../store/names.ts";
import { endpointListFields, type EndpointRecord, endpointsOf, findEndpoint } from "./endpoint-record.ts";
import { readSplit } from "./traffic.ts";

export function endpointHandlers({ store, operations }: ServiceParts): Handlers {
  const endpoints = endpointsOf(store);
  const update = (request: JsonObject, paths: readonly string[]): EndpointRecord =>
    store.transaction(() => {
      const given = isObject(request["endpoint"]) ? request["endpoint"] : {};
      const before = findEndpoint(endpoints, given["name"]);
      const changed = updated(before, given, paths);
      endpoints.put(before.name, changed);
      return changed;
    });
  return unary("EndpointService", {
    CreateEndpoint: (request, context) => {
      const { name: parent, location } = parseParent(request["parent"]);
      const given = isObject(request["endpoint"]) ? request["endpoint"] : {};
      requireEndpoint(given);
      const id = endpointId(request["endpointId"]);
      const endpoint: EndpointRecord = {
        ...withoutFields(given, outputs),
        name: `${parent}/endpoints/${id}`,
        displayName: String(given["displayName"]),
        createTime: now(),
        updateTime: now(),
        etag: newNumber(),
        deployedModels: [],
        trafficSplit: {},
        // A name that only this machine has: no client that follows it leaves the machine.
        ...(given["dedicatedEndpointEnabled"] === true && {
          dedicatedEndpointDns: `${id}.${location}.prediction.localhost`,
        }),
      };
      endpoints.insert(endpoint.name, endpoint);
      return operations.completed(
        { parent, responseType: "Endpoint", metadataType: "CreateEndpointOperationMetadata" },
        context,
        endpoint,
      );
    },
    GetEndpoint: ({ name }) => findEndpoint(endpoints, name),
    ListEndpoints: (request) => {
      const parent = parseParent(request["parent"]).name;
      const page = pageOf(endpoints.list(parent), request, endpointListFields);
      const shown = page.entries.map(({ value }) => masked(value, request["readMask"]));
      return { endpoints: shown, nextPageToken: page.nextPageToken };
    },
    UpdateEndpoint: (request) => update(request, maskPaths(request["updateMask"])),
    UpdateEndpointLongRunning: (request, context) => {
      const given = isObject(request["endpoint"]) ? request["endpoint"] : {};
      const changed = update(
        request,
        changeable.filter((field) => Object.hasOwn(given, field)),
      );
      const { parent } = parseName(changed.name, "endpoints");
      const kind = { responseType: "Endpoint", metadataType: "UpdateEndpointOperationMetadata" };
      return operations.completed({ ...kind, parent: parent.name }, context, changed);
    },
    DeleteEndpoint: ({ name }, context) => {
      const endpoint = findEndpoint(endpoints, name);
      const [first] = endpoint.deployedModels;
      if (first !== undefined) {
        throw new StatusError(
          "FAILED_PRECONDITION",
          `${endpoint.name}: the model ${first.id} is deployed to it. Undeploy it first.`,
        );
      }
      endpoints.remove(endpoint.name);
      return operations.completed(deletionOf(endpoint.name), context);
    },
  });
}

function requireEndpoint(given: JsonObject): void {
  const problems = [...displayNameProblems(given["displayName"]), ...labelProblems(given["labels"])];
  if (problems.length > 0) throw new StatusError("INVALID_ARGUMENT", problems.join("\n"));
}

function endpointId(given: Json | undefined): string {
  if (given === undefined || given === "") return newNumber();
  if (typeof given === "string" && /^([a-z]([a-z0-9-]{0,61}[a-z0-9])?|[1-9]\d{0,8}|0)$/.test(given))
    return given;
  throw new StatusError(
    "INVALID_ARGUMENT",
    `endpoint_id ${JSON.stringify(given)}: give up to 63 small letters, digits and -, a letter first, or up to 9 digits.`,
  );
}

const outputs = ["name", "deployedModels", "createTime", "updateTime", "dedicatedEndpointDns", "etag"];

const changeable = [
  "displayName",
  "description",
  "labels",
  "trafficSplit",
  "predictRequestResponseLoggingConfig",
  "clientConnectionConfig",
];

function updated(before: EndpointRecord, given: JsonObject, paths: readonly string[]): EndpointRecord {
  const fields = changedFields(paths, changeable);
  if (typeof given["etag"] === "string" && given["etag"] !== "" && given["etag"] !== before["etag"]) {
    throw new StatusError("ABORTED", `${before.name} has changed since it was read. Read it again.`);
  }
  const next = changeFields(before, given, fields);
  requireEndpoint(next);
  const ids = before.deployedModels.map(({ id }) => id);
  return {
    ...next,
    name: before.name,
    displayName: String(next["displayName"]),
    deployedModels: before.deployedModels,
    trafficSplit: readSplit(next["trafficSplit"], { ids }),
    updateTime: now(),
    etag: newNumber(),
  };
}
