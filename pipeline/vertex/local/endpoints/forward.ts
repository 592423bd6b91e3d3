// A request to a deployed model's server, and what it answers.
import { StatusError, type StatusName } from "../status.ts";
import type { Deployment, InUse, ModelServers } from "./model-servers.ts";

export interface ForwardedRequest {
  readonly deployment: Deployment;
  /** On the server; without it, the model's predict route. */
  readonly path?: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly signal: AbortSignal;
}

export interface ForwardedResponse {
  readonly response: Response;
  /** To be called once the body has been read, or nobody wants it. */
  readonly done: () => void;
}

/** Throws `UNAVAILABLE`. */
export async function forward(servers: ModelServers, request: ForwardedRequest): Promise<ForwardedResponse> {
  const { deployment, signal, body, contentType } = request;
  const server = await servers.use(deployment);
  try {
    const response = await fetch(`${server.address}${request.path ?? server.routes.predict}`, {
      method: "POST",
      headers: { "content-type": contentType },
      body,
      signal,
    });
    return { response, done: server.done };
  } catch (error) {
    server.done();
    if (signal.aborted) throw new StatusError("CANCELLED", "The client no longer waits.");
    throw unreachable(servers, deployment, server, error);
  }
}

/** A server that has died is started anew by the next request. */
function unreachable(
  servers: ModelServers,
  deployment: Deployment,
  { address }: InUse,
  error: unknown,
): StatusError {
  void servers.end(deployment);
  const reason = error instanceof Error ? String(error.cause ?? error.message) : String(error);
  return new StatusError("UNAVAILABLE", `The model server at ${address} does not answer: ${reason}.`);
}

/** As it comes. Throws `CANCELLED` once nobody waits, `UNAVAILABLE` where the server breaks off. */
export async function* piecesOf(response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body ?? [];
  } catch {
    throw signal.aborted
      ? new StatusError("CANCELLED", "The client no longer waits.")
      : new StatusError("UNAVAILABLE", "The model server broke off.");
  }
}

/** Throws what the server's refusal is in the API's codes, with all that it said. */
export async function requireOk(response: Response): Promise<void> {
  if (response.ok) return;
  throw new StatusError(statusOf(response.status), await response.text());
}

function statusOf(http: number): StatusName {
  switch (http) {
    case 401:
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "NOT_FOUND";
    case 429:
      return "RESOURCE_EXHAUSTED";
    case 503:
      return "UNAVAILABLE";
    case 504:
      return "DEADLINE_EXCEEDED";
    default:
      return http >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
  }
}
