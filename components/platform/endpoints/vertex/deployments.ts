// Models at an endpoint: deployed without traffic, given the traffic, undeployed.
import type { protos } from "@google-cloud/aiplatform";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { type Endpoint, requireEndpoint } from "./place-endpoint.ts";
import type { Resources } from "./serving-machine.ts";
import { make, type Services, usualStartSeconds, waitFor } from "./services.ts";

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

/** To what is there anyway: a repetition changes nothing. */
export async function moveTraffic(
  { call, endpoints }: Services,
  { name, split }: Pick<Endpoint, "name" | "split">,
): Promise<void> {
  await call({
    what: `traffic of ${name}`,
    call: (options) =>
      endpoints.updateEndpoint(
        { endpoint: { name, trafficSplit: { ...split } }, updateMask: { paths: ["traffic_split"] } },
        options,
      ),
  });
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
