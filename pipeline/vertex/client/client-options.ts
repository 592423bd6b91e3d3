// What Google's official clients are made with: the real service with the credentials of this machine, or a server on
// loopback without any.
import type { ChannelCredentials } from "@grpc/grpc-js";
import { isLoopback, type VertexConfig } from "../config/index.ts";

/** Of any client of `@google-cloud/aiplatform`. */
export type ClientOptions = {
  readonly projectId: string;
  readonly apiEndpoint: string;
  readonly port?: number;
  readonly fallback?: boolean;
  readonly protocol?: "http";
  // The clients have another copy of the class, whose private fields make it another type.
  readonly authClient?: any;
  /** For gRPC without TLS. */
  readonly sslCreds?: ChannelCredentials;
};

/**
 *     const { EndpointServiceClient } = await import("@google-cloud/aiplatform/build/src/v1/endpoint_service_client.js");
 *     const endpoints = new EndpointServiceClient(await clientOptions(config));
 */
export async function clientOptions(config: VertexConfig): Promise<ClientOptions> {
  const { project, location, transport, apiEndpoint } = config;
  const isRest = transport === "rest";
  const common = { projectId: project, ...(isRest && { fallback: true }) };
  if (apiEndpoint === undefined) return { ...common, apiEndpoint: serviceOf(location) };
  const { host, port, isPlain } = parseEndpoint(apiEndpoint);
  const address = { apiEndpoint: host, ...(port !== undefined && { port }) };
  if (!isPlain) return { ...common, ...address };
  return {
    ...common,
    ...address,
    ...(isRest && { protocol: "http" }),
    ...(await withoutCredentials(isRest)),
  };
}

export function serviceOf(location: string): string {
  return location === "global" ? "aiplatform.googleapis.com" : `${location}-aiplatform.googleapis.com`;
}

/** No credentials go to a server that proves nothing of itself; and no one looks for any. */
async function withoutCredentials(isRest: boolean): Promise<Pick<ClientOptions, "authClient" | "sslCreds">> {
  const { PassThroughClient } = await import("google-auth-library");
  const authClient = new PassThroughClient();
  if (isRest) return { authClient };
  const { credentials } = await import("@grpc/grpc-js");
  return { authClient, sslCreds: credentials.createInsecure() };
}

interface Endpoint {
  readonly host: string;
  readonly port: number | undefined;
  readonly isPlain: boolean;
}

/** `https` unless it says `http`; a port on this machine without either is `http` too. */
export function parseEndpoint(endpoint: string): Endpoint {
  const [, scheme, host = "", port] = /^(?:(https?):\/\/)?(.*?)(?::(\d+))?\/?$/i.exec(endpoint.trim()) ?? [];
  const isPlain = scheme === undefined ? isLoopback(endpoint) : scheme.toLowerCase() === "http";
  const usual = isPlain ? 80 : undefined;
  return { host, port: port === undefined ? usual : Number(port), isPlain };
}
