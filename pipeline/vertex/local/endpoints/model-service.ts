// Models, endpoints and predictions, as one service of the local Vertex.
import type { Service } from "../server.ts";
import { modelHandlers } from "../models/model-handlers.ts";
import { deployHandlers } from "./deploy-handlers.ts";
import { endpointHandlers } from "./endpoint-handlers.ts";
import { deploymentsOf, endpointsOf } from "./endpoint-record.ts";
import { invokeFront } from "./invoke-front.ts";
import { modelServers, type ServeModel } from "./model-servers.ts";
import { predictionHandlers } from "./prediction-handlers.ts";

export interface ServingOptions {
  /** Starts what stands for a model's container. */
  readonly serve: ServeModel;
  /** Milliseconds without a request after which a server is ended, until the next. Default: ten minutes. */
  readonly idleMs?: number;
}

export function modelServing({ serve, idleMs }: ServingOptions): Service {
  return (parts) => {
    const servers = modelServers({ serve, root: parts.root, idleMs });
    const working = new Set<Promise<void>>();
    const goOn = (work: Promise<void>): void => {
      working.add(work);
      void work.finally(() => working.delete(work));
    };
    const services = { ...parts, servers, goOn };
    const endpoints = endpointsOf(parts.store);
    return {
      handlers: {
        ...modelHandlers({
          ...parts,
          deploymentsOf: (model, version) => deploymentsOf(endpoints, model, version),
        }),
        ...endpointHandlers(parts),
        ...deployHandlers(services),
        ...predictionHandlers(services),
      },
      http: invokeFront(services, parts.log),
      stop: async () => {
        await servers.endAll();
        await Promise.all(working);
      },
    };
  };
}
