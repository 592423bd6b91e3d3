// The local Vertex on a port of its own, with the official clients over either transport.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PipelineServiceClient } from "@google-cloud/aiplatform/build/src/v1/pipeline_service_client.js";
import { credentials } from "@grpc/grpc-js";
import { PassThroughClient } from "google-auth-library";
import { nodeEnvironment } from "../../../../pipeline/environments/index.ts";
import type { JsonObject } from "../../../../pipeline/ir/json-object.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";
import { processExecutor } from "../../../../pipeline/runner/index.ts";
import {
  type LocalVertex,
  type LocalVertexOptions,
  startLocalVertex,
} from "../../../../pipeline/vertex/local/server.ts";

export interface TestVertex extends LocalVertex {
  readonly root: string;
  /** On the same root, after `stop`. */
  readonly restart: () => Promise<TestVertex>;
  /** Stops it, and removes what it kept. */
  readonly remove: () => Promise<void>;
}

export async function startTestVertex(
  options: Partial<LocalVertexOptions> = {},
  root: string = mkdtempSync(join(tmpdir(), "pollux-vertex-")),
): Promise<TestVertex> {
  const vertex = await startLocalVertex({
    root,
    executor: () => processExecutor({ environments: [nodeEnvironment()], graceMs: 500 }),
    ...options,
  });
  return {
    ...vertex,
    root,
    restart: () => startTestVertex(options, root),
    remove: async () => {
      await vertex.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export type Transport = "grpc" | "rest";

export function clientOptions(port: number, transport: Transport) {
  const common = { apiEndpoint: "127.0.0.1", port, projectId: "p" };
  return transport === "grpc"
    ? { ...common, sslCreds: credentials.createInsecure() }
    : { ...common, protocol: "http", fallback: true, authClient: new PassThroughClient() };
}

export function pipelineClient(port: number, transport: Transport): PipelineServiceClient {
  // google-gax has a google-auth-library of its own, whose types differ in nothing that matters.
  return new PipelineServiceClient(
    clientOptions(port, transport) as ConstructorParameters<typeof PipelineServiceClient>[0],
  );
}

/** A google.protobuf.Struct, as the clients want it. */
export function struct(object: JsonObject): { readonly fields: { [name: string]: object } } {
  return { fields: Object.fromEntries(Object.entries(object).map(([name, json]) => [name, value(json)])) };
}

/** A google.protobuf.Value. */
export function value(json: Json): object {
  if (json === null) return { nullValue: "NULL_VALUE" };
  if (typeof json === "string") return { stringValue: json };
  if (typeof json === "number") return { numberValue: json };
  if (typeof json === "boolean") return { boolValue: json };
  if (Array.isArray(json)) return { listValue: { values: json.map(value) } };
  return { structValue: struct(json as JsonObject) }; // all else is excluded above
}
