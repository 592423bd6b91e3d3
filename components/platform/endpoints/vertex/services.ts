// The services of Vertex AI that a deployment needs: Google's own clients, called with deadlines and again where that
// helps, and long-running operations waited for.
import type { EndpointServiceClient } from "@google-cloud/aiplatform/build/src/v1/endpoint_service_client.js";
import type { ModelServiceClient } from "@google-cloud/aiplatform/build/src/v1/model_service_client.js";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import {
  callService,
  type CallSettings,
  clientOptions,
  type ServiceCall,
  serviceError,
  sleep,
  usualPolicy,
} from "../../../../pipeline/vertex/client/index.ts";
import { parentOf } from "../../../../pipeline/vertex/config/index.ts";
import type { WaitOptions } from "../endpoints.ts";
import type { VertexSettings } from "./settings.ts";

export interface Services {
  /** `projects/P/locations/L` */
  readonly parent: string;
  readonly models: ModelServiceClient;
  readonly endpoints: EndpointServiceClient;
  readonly settings: VertexSettings;
  readonly options: WaitOptions;
  readonly call: <T>(one: ServiceCall<T>) => Promise<T>;
}

/** The clients live as long as `work` does. */
export async function withServices<R>(
  settings: VertexSettings,
  options: WaitOptions,
  work: (services: Services) => Promise<R>,
): Promise<R> {
  const { config, policy } = settings;
  const made = await clientOptions(config);
  const [{ ModelServiceClient }, { EndpointServiceClient }] = await Promise.all([
    import("@google-cloud/aiplatform/build/src/v1/model_service_client.js"),
    import("@google-cloud/aiplatform/build/src/v1/endpoint_service_client.js"),
  ]);
  const [models, endpoints] = [new ModelServiceClient(made), new EndpointServiceClient(made)];
  const calling: CallSettings = {
    ...(policy && { policy }),
    signal: options.signal,
    onRepeat: options.onProgress,
  };
  try {
    // Credentials are found here, so that calls have their whole time.
    const what = `project "${config.project}"`;
    const begin = (): Promise<unknown> => Promise.all([models.initialize(), endpoints.initialize()]);
    await callService({ what, call: begin, repeatOn: [] }, calling);
    return await work({
      parent: parentOf(config),
      models,
      endpoints,
      settings,
      options,
      call: (one) => callService(one, calling),
    });
  } finally {
    await Promise.allSettled([models.close(), endpoints.close()]);
  }
}

/** Names the endpoint that a model or an endpoint was made for. */
export const endpointLabel = "pollux-endpoint";

/** What the settings want all that is made to have. */
export function markOf({ settings }: Services, name: string) {
  const { labels, kmsKey } = settings.config;
  return {
    labels: { ...labels, [endpointLabel]: name },
    ...(kmsKey !== undefined && { encryptionSpec: { kmsKeyName: kmsKey } }),
  };
}

/** Seconds in which a model, or an endpoint, has to be there. */
export const makingSeconds = 30 * 60;

export interface Making {
  /** For errors: `model "twin-1"`. */
  readonly what: string;
  readonly seconds: number;
  /** Gives the operation's name. Refused as ALREADY_EXISTS, it has begun already. */
  readonly begin: ServiceCall<string>["call"];
  readonly isThere: () => Promise<boolean>;
  /** Should it take too long: what then. */
  readonly late: string;
  /** Should the operation fail: what then. Default: what is usually said of its status. */
  readonly failed?: string;
}

/**
 * Makes what may be there, or be on its way, already: after a lost reply the second try finds its id taken, and waits for
 * what the first has begun; should that fail, the id is free again. Throws the service's reason if it comes to nothing.
 */
export async function make(services: Services, making: Making): Promise<void> {
  const { what, begin, isThere } = making;
  let operation: string | undefined;
  await until(services, making, async () => {
    if (operation !== undefined) return isDone(services, making, operation);
    if (await isThere()) return true;
    try {
      operation = await services.call({ what, call: begin });
    } catch (error) {
      if (!(error instanceof UserError && error.code === "VERTEX_ALREADY_EXISTS")) throw error;
    }
    return false;
  });
}

/** Waits for an operation that has begun. */
export async function waitFor(
  services: Services,
  operation: string,
  waiting: Pick<Making, "what" | "seconds" | "late">,
): Promise<void> {
  await until(services, waiting, () => isDone(services, waiting, operation));
}

async function until(
  { settings, options }: Services,
  { what, seconds, late }: Pick<Making, "what" | "seconds" | "late">,
  isOver: () => Promise<boolean>,
): Promise<void> {
  const { firstPause, longestPause } = settings.policy ?? usualPolicy;
  const end = performance.now() + seconds * 1000;
  for (let pause = firstPause; !(await isOver()); pause = Math.min(pause * 1.5, longestPause)) {
    if (performance.now() > end) {
      throw new UserError("VERTEX_LATE", `${what}: Vertex AI was not ready with it in ${seconds} s. ${late}`);
    }
    await sleep(pause, options.signal);
  }
}

/** Throws what it failed with. */
async function isDone(
  { call, endpoints }: Services,
  { what, failed }: Pick<Making, "what" | "failed">,
  name: string,
): Promise<boolean> {
  const one = await call({
    what,
    // As the clients' type is written, the request would need methods as well.
    call: async (options) =>
      (await endpoints.getOperation({ name } as Parameters<typeof endpoints.getOperation>[0], options))[0],
  });
  const { code, message } = one.error ?? {};
  if (code) {
    const refusal = Object.assign(new Error(message ?? ""), { code });
    throw serviceError(refusal, what, failed === undefined ? {} : { remedy: failed });
  }
  return one.done === true;
}

/** `undefined`: there is none. */
export async function findOne<T>(
  services: Services,
  what: string,
  get: ServiceCall<T>["call"],
): Promise<T | undefined> {
  try {
    return await services.call({ what, call: get });
  } catch (error) {
    if (error instanceof UserError && error.code === "VERTEX_NOT_FOUND") return undefined;
    throw error;
  }
}
