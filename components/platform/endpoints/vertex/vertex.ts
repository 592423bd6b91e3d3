// Serves models on Vertex AI: uploaded once, deployed beside the one before, given the traffic once they answer.
import { isAbsolute } from "node:path";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { isLoopback, type VertexConfig } from "../../../../pipeline/vertex/config/index.ts";
import { streamChat } from "../chat-completions.ts";
import type { Connection, EndpointRecord, Endpoints, WaitOptions } from "../endpoints.ts";
import { requireDriver } from "../record.ts";
import { sendToEndpoint } from "./ask.ts";
import { deployModel, moveTraffic, othersThan, undeployModel } from "./deployments.ts";
import { giveTraffic } from "./give-traffic.ts";
import { identities, requireEndpointName } from "./identities.ts";
import { type Deployed, type Endpoint, placeEndpoint, requireEndpoint } from "./place-endpoint.ts";
import { placeModel } from "./place-model.ts";
import { findOne, type Services, withServices } from "./services.ts";
import { servedName, servingContainer, usualStartSeconds } from "./serving-container.ts";
import { resourcesOf, servingMachine } from "./serving-machine.ts";
import type { VertexSettings } from "./settings.ts";

export function vertexEndpoints(settings: VertexSettings): Endpoints {
  const asked = async <R>(
    record: EndpointRecord,
    options: WaitOptions,
    work: (services: Services, endpoint: Endpoint) => Promise<R>,
  ): Promise<R> => {
    requireDriver(record, "vertex");
    return withServices(settings, options, async (services) =>
      work(services, await requireEndpoint(services, record.endpoint ?? "", record.name)),
    );
  };
  return {
    deploy: async (request, options = {}) => {
      requireEndpointName(request.name);
      requireStored(request.model, settings.config);
      const plan = planOf(settings, request);
      return withServices(settings, options, (services) => deploy(services, plan));
    },
    connect: async (record, options = {}) => {
      const endpoint = await asked(record, options, async (_, found) => found);
      if (Object.keys(endpoint.split).length === 0) throw nothingDeployed(record);
      return connectionTo(settings, endpoint);
    },
    rollback: (record, options = {}) =>
      asked(record, options, (services, found) => rollback(services, record, found)),
    // Whoever deployed them: what costs is to go.
    undeploy: (record, options = {}) =>
      asked(record, options, async (services, endpoint) => {
        const count = endpoint.deployed.length;
        options.onProgress?.(`undeploying ${count} ${count === 1 ? "model" : "models"}`);
        await moveTraffic(services, endpoint.name, () => ({}));
        for (const { id } of endpoint.deployed) await undeployModel(services, endpoint, id);
      }),
  };
}

function planOf(
  settings: VertexSettings,
  { name, model }: { readonly name: string; readonly model: string },
) {
  const { route = "predict", image, mostReplicas = 1, startSeconds = usualStartSeconds } = settings;
  const machine = servingMachine(settings);
  const container = servingContainer({ machine, image, route, startSeconds });
  const resources = resourcesOf(machine, mostReplicas);
  return { name, uri: model, container, resources, ids: identities(name, { model, container, resources }) };
}

async function deploy(services: Services, plan: ReturnType<typeof planOf>): Promise<EndpointRecord> {
  const { name, uri, container, resources, ids } = plan;
  const { settings, options } = services;
  options.onProgress?.("uploading the model");
  const model = await placeModel(services, { id: ids.modelId, displayName: name, uri, container });
  const placed = await placeEndpoint(services, name);
  const endpoint = placed.name;
  options.onProgress?.(`deploying it on ${resources.machineSpec.machineType}, which takes some minutes`);
  const id = ids.deployedId;
  await deployModel(services, { name, endpoint, id, model: model.name, resources });
  options.onProgress?.("asking it for a first reply");
  const before = await giveTraffic(services, { name, endpoint: placed, id });
  const now = await requireEndpoint(services, endpoint, name);
  const older = olderThan(id, { name, placed, before, now }).slice(settings.keep ?? 1);
  for (const each of older) {
    options.onProgress?.(`undeploying ${each.model.split("/").at(-1)}, which is older`);
    await undeployModel(services, before, each.id);
  }
  return { driver: "vertex", name, model: uri, endpoint };
}

/**
 * Models that may go, but for those that are kept. Not one that another deployment has brought since this one began: it
 * may be about to be asked.
 */
function olderThan(id: string, { name, placed, before, now }: Around): readonly Deployed[] {
  const created = now.deployed.find((each) => each.id === id)?.created ?? 0;
  return othersThan(id, before, name).filter(
    (each) =>
      each.created < created &&
      placed.deployed.some((was) => was.id === each.id) &&
      (now.split[each.id] ?? 0) === 0,
  );
}

interface Around {
  /** The endpoint's. */
  readonly name: string;
  /** The endpoint as the deployment found it; just before the traffic moved; now. */
  readonly placed: Endpoint;
  readonly before: Endpoint;
  readonly now: Endpoint;
}

async function rollback(
  services: Services,
  record: EndpointRecord,
  endpoint: Endpoint,
): Promise<EndpointRecord> {
  const { name } = record;
  const [current] = [...endpoint.deployed].sort(
    (a, b) => (endpoint.split[b.id] ?? 0) - (endpoint.split[a.id] ?? 0),
  );
  const [previous] = othersThan(current?.id ?? "", endpoint, name);
  if (previous === undefined) {
    throw new UserError(
      "NOTHING_BEFORE",
      `endpoint "${name}": no model from before is deployed. Deploy the earlier run's model again; POLLUX_SERVING_KEEP keeps one.`,
    );
  }
  const what = `model "${previous.model}"`;
  const model = await findOne(
    services,
    what,
    async (options) => (await services.models.getModel({ name: previous.model }, options))[0],
  );
  services.options.onProgress?.(`moving the traffic back to ${previous.model.split("/").at(-1)}`);
  await moveTraffic(services, endpoint.name, () => ({ [previous.id]: 100 }));
  return { ...record, model: model?.artifactUri || record.model };
}

function connectionTo(settings: VertexSettings, endpoint: Endpoint): Connection {
  const send = sendToEndpoint(settings, endpoint);
  return {
    chat: (messages, request = {}) => streamChat({ ...request, send, model: servedName, messages }),
    close: async () => {}, // a connection of Vertex AI holds nothing
  };
}

/** Vertex AI copies the files from there; a local one knows the paths of its own jobs' files as well. */
function requireStored(model: string, { apiEndpoint = "" }: VertexConfig): void {
  if (/^gs:\/\/[^/]+\/.+/.test(model) || (isLoopback(apiEndpoint) && isAbsolute(model))) return;
  throw new UserError(
    "MODEL_NOT_STORED",
    `endpoint: the model is at ${model}, where Vertex AI cannot fetch it. Give one in Cloud Storage, as gs://BUCKET/FOLDER.`,
  );
}

function nothingDeployed({ name }: EndpointRecord): UserError {
  return new UserError(
    "NOTHING_DEPLOYED",
    `endpoint "${name}": no model is deployed to it. Deploy one again.`,
  );
}
