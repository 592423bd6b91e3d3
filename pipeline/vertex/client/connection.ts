// A connection to Vertex AI: Google's official clients, each made when it is first needed, and how they are called.
import type { MetadataServiceClient } from "@google-cloud/aiplatform/build/src/v1/metadata_service_client.js";
import type { PipelineServiceClient } from "@google-cloud/aiplatform/build/src/v1/pipeline_service_client.js";
import type { ScheduleServiceClient } from "@google-cloud/aiplatform/build/src/v1/schedule_service_client.js";
import { isLoopback, parentOf, type VertexConfig } from "../config/index.ts";
import { callService, type CallSettings, type ServiceCall } from "./call-service.ts";
import { clientOptions, parseEndpoint, type ClientOptions } from "./client-options.ts";

export interface Connection {
  readonly config: VertexConfig;
  /** `projects/P/locations/L` */
  readonly parent: string;
  readonly settings: CallSettings;
  readonly pipelines: () => Promise<PipelineServiceClient>;
  readonly schedules: () => Promise<ScheduleServiceClient>;
  readonly metadata: () => Promise<MetadataServiceClient>;
  /** With a deadline, and repeated where that is safe. */
  readonly call: <T>(one: ServiceCall<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/**
 * Loads nothing and calls nobody yet.
 *
 *     const connection = connect(resolveConfig({}).config);
 *     const jobs = await listJobs(connection, { limit: 10 });
 *     await connection.close();
 */
export function connect(config: VertexConfig, given: CallSettings = {}): Connection {
  const settings: CallSettings = { startedBy: startOf(config), ...given };
  const made: Promise<Client>[] = [];
  /** The credentials are found here as well, so that calls have their whole time. */
  const lazy = <C extends Client>(make: (options: ClientOptions) => Promise<C>): (() => Promise<C>) => {
    let client: Promise<C> | undefined;
    const begin = async (): Promise<C> => {
      const one = await make(await clientOptions(config));
      const what = `project "${config.project}"`;
      await callService({ what, call: () => one.initialize(), repeatOn: [] }, settings);
      return one;
    };
    return () => {
      if (client === undefined) made.push((client = begin()));
      return client;
    };
  };
  return {
    config,
    parent: parentOf(config),
    settings,
    pipelines: lazy(async (options) => {
      const module = await import("@google-cloud/aiplatform/build/src/v1/pipeline_service_client.js");
      return new module.PipelineServiceClient(options);
    }),
    schedules: lazy(async (options) => {
      const module = await import("@google-cloud/aiplatform/build/src/v1/schedule_service_client.js");
      return new module.ScheduleServiceClient(options);
    }),
    metadata: lazy(async (options) => {
      const module = await import("@google-cloud/aiplatform/build/src/v1/metadata_service_client.js");
      return new module.MetadataServiceClient(options);
    }),
    call: (one) => callService(one, settings),
    close: async () => {
      // A client that could not be made has nothing to close.
      await Promise.allSettled(made.map(async (client) => (await client).close()));
    },
  };
}

/** Of the local Vertex, where that is what is meant. */
function startOf({ apiEndpoint }: VertexConfig): string | undefined {
  if (apiEndpoint === undefined || !isLoopback(apiEndpoint)) return undefined;
  const { port } = parseEndpoint(apiEndpoint);
  return `npm run vertex${port === undefined || port === 8585 ? "" : ` -- --port ${port}`}`;
}

interface Client {
  readonly initialize: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}
