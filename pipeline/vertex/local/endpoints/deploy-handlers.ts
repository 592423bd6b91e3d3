// Deployments of the EndpointService: a model deployed, which is done once its server is healthy; changed; undeployed.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { type CallContext, type Handlers, unary } from "../handlers.ts";
import { maskPaths } from "../lists/field-mask.ts";
import { findVersion, modelsOf } from "../models/model-record.ts";
import type { RunningOperation } from "../operations.ts";
import type { ServiceParts } from "../server.ts";
import { StatusError } from "../status.ts";
import { newNumber, now, parseName } from "../store/names.ts";
import { deploymentOf } from "./deployments.ts";
import {
  type DeployedModel,
  type EndpointRecord,
  endpointsOf,
  findDeployed,
  findEndpoint,
} from "./endpoint-record.ts";
import type { ModelServers } from "./model-servers.ts";
import { changeSplit, readSplit } from "./traffic.ts";

export interface DeployServices extends ServiceParts {
  readonly servers: ModelServers;
  /** What goes on after the call that began it was answered; it rejects never. */
  readonly goOn: (work: Promise<void>) => void;
}

export function deployHandlers(services: DeployServices): Handlers {
  const { store, operations, servers, goOn } = services;
  const endpoints = endpointsOf(store);
  /** `ENDPOINT/ID` of what is being deployed, and so is not yet with its endpoint. */
  const underWay = new Set<string>();
  const begin = (endpoint: EndpointRecord, kind: string, context: CallContext): RunningOperation =>
    operations.begin(
      {
        parent: parseName(endpoint.name, "endpoints").parent.name,
        responseType: `${kind}Response`,
        metadataType: `${kind}OperationMetadata`,
      },
      context,
    );

  const finish = async (
    operation: RunningOperation,
    place: { readonly name: string; readonly deployed: DeployedModel; readonly split: Json | undefined },
  ): Promise<void> => {
    const { name, deployed, split } = place;
    const { id } = deployed;
    try {
      const stopped = new Promise<never>((_, reject) => {
        const cancelled = new StatusError("CANCELLED", "The deployment was cancelled.");
        operation.signal.addEventListener("abort", () => reject(cancelled), { once: true });
      });
      const using = servers.use(deploymentOf(store, name, deployed));
      (await Promise.race([using, stopped])).done();
      store.transaction(() => {
        const endpoint = endpoints.get(name);
        deploymentOf(store, name, deployed); // its model may have been deleted meanwhile
        const ids = endpoint.deployedModels.map((each) => each.id);
        endpoints.put(name, {
          ...endpoint,
          deployedModels: [...endpoint.deployedModels, deployed],
          trafficSplit: changeSplit(endpoint.trafficSplit, split, { ids, now: id }),
          updateTime: now(),
          etag: newNumber(),
        });
      });
      operation.succeed({ deployedModel: deployed });
    } catch (error) {
      await servers.end({ endpoint: name, id });
      operation.fail(error);
    } finally {
      underWay.delete(`${name}/${id}`);
    }
  };

  return unary("EndpointService", {
    DeployModel: (request, context) => {
      const endpoint = findEndpoint(endpoints, request["endpoint"]);
      const deployed = newDeployed(services, request["deployedModel"]);
      const ids = endpoint.deployedModels.map(({ id }) => id);
      if (ids.includes(deployed.id) || underWay.has(`${endpoint.name}/${deployed.id}`)) {
        throw new StatusError(
          "ALREADY_EXISTS",
          `${endpoint.name}: there is a deployed model ${deployed.id} already.`,
        );
      }
      requireMatching(services, endpoint, deployed);
      readSplit(request["trafficSplit"], { ids, now: deployed.id });
      const operation = begin(endpoint, "DeployModel", context);
      underWay.add(`${endpoint.name}/${deployed.id}`);
      goOn(finish(operation, { name: endpoint.name, deployed, split: request["trafficSplit"] }));
      return operation.operation;
    },
    UndeployModel: (request, context) => {
      const { name } = findEndpoint(endpoints, request["endpoint"]);
      const endpoint = store.transaction(() => {
        const changed = undeployed(endpoints.get(name), request);
        endpoints.put(name, changed);
        return changed;
      });
      const operation = begin(endpoint, "UndeployModel", context);
      const ended = servers.end({ endpoint: name, id: String(request["deployedModelId"]) });
      goOn(ended.then(() => operation.succeed(), operation.fail));
      return operation.operation;
    },
    MutateDeployedModel: (request, context) => {
      const { name } = findEndpoint(endpoints, request["endpoint"]);
      const given = isObject(request["deployedModel"]) ? request["deployedModel"] : {};
      const changed = store.transaction(() => {
        const endpoint = endpoints.get(name);
        const before = findDeployed(endpoint, given["id"]);
        const after = mutated(before, given, maskPaths(request["updateMask"]));
        const deployedModels = endpoint.deployedModels.map((each) => (each.id === before.id ? after : each));
        endpoints.put(name, { ...endpoint, deployedModels, updateTime: now(), etag: newNumber() });
        return after;
      });
      const operation = begin(endpoints.get(name), "MutateDeployedModel", context);
      operation.succeed({ deployedModel: changed });
      return operation.operation;
    },
  });
}

function newDeployed({ store }: DeployServices, given: Json | undefined): DeployedModel {
  const fields = isObject(given) ? given : {};
  const { name, version } = findVersion(modelsOf(store), fields["model"]);
  const problems = resourceProblems(fields);
  const { id = "", displayName = "" } = fields;
  if (id !== "" && !/^\d{1,10}$/.test(String(id))) {
    problems.push(`deployed_model.id ${JSON.stringify(id)}: give 1 to 10 digits, or none`);
  }
  if (problems.length > 0) throw new StatusError("INVALID_ARGUMENT", `${problems.join("; ")}.`);
  return {
    ...fields,
    id: id === "" ? newNumber().slice(0, 10) : String(id),
    model: name,
    modelVersionId: version.versionId,
    displayName: displayName === "" ? String(version["displayName"]) : String(displayName),
    createTime: now(),
  };
}

function resourceProblems(fields: JsonObject): string[] {
  const kinds = ["dedicatedResources", "automaticResources", "sharedResources"].filter((kind) =>
    isObject(fields[kind]),
  );
  const { dedicatedResources: dedicated } = fields;
  if (kinds.length !== 1 || !isObject(dedicated)) {
    return ["deployed_model.dedicated_resources are missing: a model with a container needs them"];
  }
  const { machineSpec, minReplicaCount } = dedicated;
  const machine = isObject(machineSpec) ? machineSpec["machineType"] : undefined;
  return [
    ...(typeof machine === "string" && machine !== ""
      ? []
      : ["dedicated_resources.machine_spec.machine_type is missing"]),
    ...(Number(minReplicaCount ?? 0) >= 1
      ? []
      : ["dedicated_resources.min_replica_count has to be 1 or more"]),
  ];
}

/** A model that is invoked by its own routes goes only where there is a DNS name of its own. */
function requireMatching({ store }: DeployServices, endpoint: EndpointRecord, deployed: DeployedModel): void {
  const { container } = deploymentOf(store, endpoint.name, deployed);
  if (!container["invokeRoutePrefix"] || endpoint["dedicatedEndpointEnabled"] === true) return;
  throw new StatusError(
    "FAILED_PRECONDITION",
    `${endpoint.name} is no dedicated endpoint, which a model with invoke_route_prefix needs.`,
  );
}

function undeployed(endpoint: EndpointRecord, request: JsonObject): EndpointRecord {
  const { id } = findDeployed(endpoint, request["deployedModelId"]);
  const deployedModels = endpoint.deployedModels.filter((each) => each.id !== id);
  const ids = deployedModels.map((each) => each.id);
  const split = changeSplit(endpoint.trafficSplit, request["trafficSplit"], { ids });
  if (deployedModels.length > 0 && (split[id] ?? 0) > 0) {
    throw new StatusError(
      "FAILED_PRECONDITION",
      `${endpoint.name}: the model ${id} gets ${split[id]} percent of the traffic. Give the traffic to another first.`,
    );
  }
  return {
    ...endpoint,
    deployedModels,
    trafficSplit: deployedModels.length === 0 ? {} : split,
    updateTime: now(),
    etag: newNumber(),
  };
}

const mutable = ["minReplicaCount", "maxReplicaCount", "requiredReplicaCount", "autoscalingMetricSpecs"];

function mutated(before: DeployedModel, given: JsonObject, paths: readonly string[]): DeployedModel {
  const fits = (path: string): boolean =>
    path === "disableContainerLogging" ||
    mutable.some((field) => path === `dedicatedResources.${field}` || path === field);
  const wrong = paths.filter((path) => !fits(path));
  if (paths.length === 0 || wrong.length > 0) {
    const named = paths.length === 0 ? "is empty" : `names ${wrong.join(", ")}, which cannot be changed`;
    throw new StatusError("INVALID_ARGUMENT", `update_mask ${named}.`);
  }
  const [old, asked] = [before["dedicatedResources"], given["dedicatedResources"]];
  const fields = paths
    .map((path) => path.split(".").at(-1) ?? path)
    .filter((field) => mutable.includes(field));
  const changed = fields.map((field) => [field, isObject(asked) ? (asked[field] ?? 0) : 0] as const);
  const after: DeployedModel = {
    ...before,
    dedicatedResources: { ...(isObject(old) && old), ...Object.fromEntries(changed) },
    ...(paths.includes("disableContainerLogging") && {
      disableContainerLogging: given["disableContainerLogging"] === true,
    }),
  };
  const problems = resourceProblems(after);
  if (problems.length > 0) throw new StatusError("INVALID_ARGUMENT", `${problems.join("; ")}.`);
  return after;
}
