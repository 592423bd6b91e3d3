// A name to the one endpoint of Vertex AI that has it: found, or made.
import type { protos } from "@google-cloud/aiplatform";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { milliseconds } from "../../../../pipeline/vertex/client/protobuf-json.ts";
import { endpointLabel, findOne, make, makingSeconds, markOf, type Services } from "./services.ts";

export interface Endpoint {
  readonly name: string;
  /** The oldest first. */
  readonly deployed: readonly Deployed[];
  readonly split: Split;
  /** Another after each change. */
  readonly etag: string;
  /** Host of its own; `undefined`: it has none. */
  readonly dns: string | undefined;
}

/** Percent by id, of those that get any; empty, or 100 together. */
export type Split = { readonly [id: string]: number };

export interface Deployed {
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly created: number;
  /** `projects/P/locations/L/models/ID` */
  readonly model: string;
}

/** Made elsewhere, it may have any id. Throws `ENDPOINT_AMBIGUOUS` and `ENDPOINT_SHARED`. */
export async function placeEndpoint(services: Services, name: string): Promise<Endpoint> {
  const { parent, endpoints, settings } = services;
  const isDedicated = settings.route === "invoke";
  const found = await endpointNamed(services, name);
  if (found !== undefined) return requireFitting(found, { name, isDedicated });
  const resource = `${parent}/endpoints/${name}`;
  await make(services, {
    what: `endpoint "${name}"`,
    seconds: makingSeconds,
    late: "Run this again: it goes on with what there is.",
    isThere: async () => (await readEndpoint(services, resource)) !== undefined,
    begin: async (options) => {
      const endpoint = {
        displayName: name,
        dedicatedEndpointEnabled: isDedicated,
        ...markOf(services, name),
      };
      const [operation] = await endpoints.createEndpoint({ parent, endpointId: name, endpoint }, options);
      return operation.name ?? "";
    },
  });
  return requireFitting(await requireEndpoint(services, resource, name), { name, isDedicated });
}

/** The one that is ours before others of the same display name. */
async function endpointNamed(services: Services, name: string): Promise<Endpoint | undefined> {
  const { parent, endpoints, call } = services;
  const filter = `display_name="${name}"`;
  const [all] = await call({
    what: `endpoint "${name}"`,
    call: (options) => endpoints.listEndpoints({ parent, filter }, options),
  });
  const ours = all.filter(({ labels }) => labels?.[endpointLabel] === name);
  const fitting = ours.length > 0 ? ours : all;
  if (fitting.length > 1) {
    const names = fitting.map((endpoint) => endpoint.name).join(", ");
    throw new UserError(
      "ENDPOINT_AMBIGUOUS",
      `endpoint "${name}": ${fitting.length} endpoints have this name (${names}). Give one the label ${endpointLabel}=${name}.`,
    );
  }
  return fitting[0] && toEndpoint(fitting[0]);
}

export async function readEndpoint(services: Services, resource: string): Promise<Endpoint | undefined> {
  const found = await findOne(
    services,
    `endpoint "${resource}"`,
    async (options) => (await services.endpoints.getEndpoint({ name: resource }, options))[0],
  );
  return found && toEndpoint(found);
}

/** Throws `ENDPOINT_MISSING`. */
export async function requireEndpoint(services: Services, resource: string, name: string): Promise<Endpoint> {
  const found = await readEndpoint(services, resource);
  if (found !== undefined) return found;
  throw new UserError(
    "ENDPOINT_MISSING",
    `endpoint "${name}": there is no ${resource}. Deploy the model again.`,
  );
}

function toEndpoint(endpoint: protos.google.cloud.aiplatform.v1.IEndpoint): Endpoint {
  const deployed = (endpoint.deployedModels ?? []).map(({ id, model, createTime }) => ({
    id: id ?? "",
    created: milliseconds(createTime) ?? 0,
    model: model ?? "",
  }));
  return {
    name: endpoint.name ?? "",
    deployed: deployed.sort((a, b) => a.created - b.created),
    split: Object.fromEntries(
      Object.entries(endpoint.trafficSplit ?? {}).filter(([, percent]) => percent > 0),
    ),
    etag: endpoint.etag ?? "",
    dns: endpoint.dedicatedEndpointDns || undefined,
  };
}

function requireFitting(
  endpoint: Endpoint,
  { name, isDedicated }: { readonly name: string; readonly isDedicated: boolean },
): Endpoint {
  if (!isDedicated || endpoint.dns !== undefined) return endpoint;
  throw new UserError(
    "ENDPOINT_SHARED",
    `endpoint "${name}": ${endpoint.name} is no dedicated endpoint, which the route "invoke" needs. ` +
      "Give another endpoint's name, or set POLLUX_SERVING_ROUTE=predict.",
  );
}
