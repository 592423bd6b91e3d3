// The local Vertex with models in its buckets, each served by a stand-in that repeats what it is told.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EndpointServiceClient } from "@google-cloud/aiplatform/build/src/v1/endpoint_service_client.js";
import { ModelServiceClient } from "@google-cloud/aiplatform/build/src/v1/model_service_client.js";
import { PredictionServiceClient } from "@google-cloud/aiplatform/build/src/v1/prediction_service_client.js";
import { startModelServer } from "../../../../../components/platform/endpoints/model-server.ts";
import type { ServedModel } from "../../../../../pipeline/vertex/local/endpoints/model-servers.ts";
import { modelServing } from "../../../../../pipeline/vertex/local/endpoints/model-service.ts";
import type { LocalVertexOptions, Service } from "../../../../../pipeline/vertex/local/server.ts";
import { standInServer } from "../../../../components/platform/endpoints/stand-in.ts";
import { clientOptions, startTestVertex, type TestVertex, type Transport } from "../test-vertex.ts";

export interface ServingVertex extends Omit<TestVertex, "restart"> {
  readonly restart: () => Promise<ServingVertex>;
  /** The models whose server runs, as their endpoint's id and their own. */
  readonly running: () => readonly string[];
  /** What was last served. */
  readonly served: () => ServedModel | undefined;
}

export interface ServingVertexOptions extends Pick<Partial<LocalVertexOptions>, "executor"> {
  readonly idleMs?: number;
  /** Puts something between the fronts and the service. */
  readonly wrap?: (service: Service) => Service;
}

export async function startServingVertex(
  options: ServingVertexOptions = {},
  root?: string,
): Promise<ServingVertex> {
  const { idleMs, wrap = (service) => service, executor } = options;
  const running = new Map<object, string>();
  let last: ServedModel | undefined;
  const serve = (model: ServedModel, signal: AbortSignal) => {
    if (!model.image.includes("vllm")) return undefined;
    last = model;
    return (async () => {
      const place = { name: model.servedName ?? "twin", model: model.folder };
      const env = { ...process.env, ...model.env };
      const server = await startModelServer({ command: standInServer, env }, place, { signal });
      running.set(server, `${model.env["AIP_ENDPOINT_ID"]}/${model.env["AIP_DEPLOYED_MODEL_ID"]}`);
      const stop = async (): Promise<void> => {
        await server.stop();
        running.delete(server);
      };
      return { address: server.address, stop };
    })();
  };
  const services = [wrap(modelServing({ serve, ...(idleMs !== undefined && { idleMs }) }))];
  const vertex = await startTestVertex({ services, ...(executor && { executor }) }, root);
  return {
    ...vertex,
    running: () => [...running.values()].sort(),
    served: () => last,
    restart: () => startServingVertex(options, vertex.root),
  };
}

/** Puts a model into a bucket, and says where. */
export function putModel(root: string, name: string): string {
  const folder = join(root, "buckets", "models", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), "{}");
  return `gs://models/${name}`;
}

type Clients = ReturnType<typeof makeClients>;
const made = new Map<string, Clients>();

/** Made once: it takes a second over REST. */
export function servingClients(port: number, transport: Transport): Clients {
  const key = `${transport} ${port}`;
  const clients = made.get(key) ?? makeClients(port, transport);
  made.set(key, clients);
  return clients;
}

function makeClients(port: number, transport: Transport) {
  // google-gax has a google-auth-library of its own, whose types differ in nothing that matters.
  const options = clientOptions(port, transport) as ConstructorParameters<typeof ModelServiceClient>[0];
  return {
    models: new ModelServiceClient(options),
    endpoints: new EndpointServiceClient(options),
    predictions: new PredictionServiceClient(options),
  };
}

export const containerSpec = {
  imageUri: "example/vllm-serve:1",
  command: ["python3"],
  args: ["-m", "vllm", "--served-model-name=echo"],
  env: [{ name: "MODEL_ID", value: "echo" }],
  ports: [{ containerPort: 8080 }],
  predictRoute: "/v1/chat/completions",
  healthRoute: "/health",
  sharedMemorySizeMb: 2048,
  startupProbe: { exec: { command: ["true"] }, periodSeconds: 10, failureThreshold: 60 },
};

export const dedicatedResources = {
  machineSpec: { machineType: "g2-standard-12", acceleratorType: 11, acceleratorCount: 1 },
  minReplicaCount: 1,
  maxReplicaCount: 1,
};
