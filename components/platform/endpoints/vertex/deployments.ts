// Models at an endpoint: deployed without traffic, given the traffic, undeployed.
import { isDeepStrictEqual } from "node:util";
import type { protos } from "@google-cloud/aiplatform";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { passing } from "../../../../pipeline/vertex/client/index.ts";
import { isModelOf } from "./identities.ts";
import { type Deployed, type Endpoint, requireEndpoint, type Split } from "./place-endpoint.ts";
import type { Resources } from "./serving-machine.ts";
import { make, type Services, waitFor } from "./services.ts";
import { usualStartSeconds } from "./serving-container.ts";

type DedicatedResources = protos.google.cloud.aiplatform.v1.IDedicatedResources;

export interface Deployment {
  /** The endpoint's, for errors. */
  readonly name: string;
  readonly endpoint: string;
  readonly id: string;
  /** `projects/P/locations/L/models/ID` */
  readonly model: string;
  readonly resources: Resources;
}

/** Who gets the traffic stays as it is. One that is there, or on its way, is not deployed twice. */
export async function deployModel(services: Services, deployment: Deployment): Promise<void> {
  const { endpoints, settings } = services;
  const { name, endpoint, id, model, resources } = deployment;
  const what = `endpoint "${name}", model ${model.split("/").at(-1)}`;
  await make(services, {
    what,
    seconds: settings.startSeconds ?? usualStartSeconds,
    late:
      "See its log in the console, under Online prediction; if it only needs more time, run this again: it goes on with " +
      "what there is. POLLUX_SERVING_TIMEOUT gives it more.",
    failed: "See its log in the console, under Online prediction",
    isThere: async () =>
      (await requireEndpoint(services, endpoint, name)).deployed.some((deployed) => deployed.id === id),
    begin: async (options) => {
      // The enumeration's names are texts here.
      const dedicatedResources = resources as DedicatedResources;
      const [operation] = await endpoints.deployModel(
        {
          endpoint,
          deployedModel: {
            id,
            model,
            displayName: model.split("/").at(-1) ?? "",
            dedicatedResources,
          },
        },
        options,
      );
      return operation.name ?? "";
    },
  });
}

/** Times that the traffic is decided anew because somebody else has changed the endpoint meanwhile. */
const mostDecisions = 5;

/**
 * `decide` tells from the endpoint as it is who is to get the traffic; `undefined`: it stays as it is. Nobody else's change
 * is overwritten unseen. Gives the endpoint as it was before.
 */
export async function moveTraffic(
  services: Services,
  endpoint: string,
  decide: (now: Endpoint) => Split | undefined,
): Promise<Endpoint> {
  let tried: { readonly from: Endpoint; readonly to: Split } | undefined;
  for (let decisions = 1; ; decisions++) {
    const from = await requireEndpoint(services, endpoint, endpoint);
    // After a lost reply the etag is another because it has been done.
    if (tried !== undefined && isDeepStrictEqual(from.split, tried.to)) return tried.from;
    const to = decide(from);
    if (to === undefined || isDeepStrictEqual(from.split, to)) return from;
    try {
      await setSplit(services, from, to);
      return from;
    } catch (error) {
      const hasChanged = error instanceof UserError && error.code === "VERTEX_ABORTED";
      if (!hasChanged || decisions === mostDecisions) throw error;
      tried = { from, to };
    }
  }
}

/** Refused as ABORTED if the endpoint is no longer the one that was read. */
async function setSplit(
  { call, endpoints }: Services,
  { name, etag }: Endpoint,
  split: Split,
): Promise<void> {
  await call({
    what: `traffic of ${name}`,
    call: (options) =>
      endpoints.updateEndpoint(
        { endpoint: { name, etag, trafficSplit: { ...split } }, updateMask: { paths: ["traffic_split"] } },
        options,
      ),
    repeatOn: passing.filter((status) => status !== "ABORTED"),
  });
}

/** Ours, the one that gets the traffic first, then the newest first. */
export function othersThan(id: string, { deployed, split }: Endpoint, name: string): readonly Deployed[] {
  const others = deployed.filter((each) => each.id !== id && isModelOf(name, each.model)).reverse();
  return others.sort((a, b) => (split[b.id] ?? 0) - (split[a.id] ?? 0));
}

/** One that is undeployed already, or is being so, stays so. */
export async function undeployModel(services: Services, endpoint: Endpoint, id: string): Promise<void> {
  const { call, endpoints, settings } = services;
  const what = `endpoint ${endpoint.name}, deployed model ${id}`;
  let operation: string;
  try {
    operation = await call({
      what,
      call: async (options) => {
        const [begun] = await endpoints.undeployModel(
          { endpoint: endpoint.name, deployedModelId: id },
          options,
        );
        return begun.name ?? "";
      },
    });
  } catch (error) {
    const after = await requireEndpoint(services, endpoint.name, endpoint.name);
    if (error instanceof UserError && !after.deployed.some((deployed) => deployed.id === id)) return;
    throw error;
  }
  const late = "It may still cost: see in the console, under Online prediction, and undeploy it there.";
  await waitFor(services, operation, { what, seconds: settings.startSeconds ?? usualStartSeconds, late });
}
