// A chat request to an endpoint of Vertex AI over HTTP: the official clients lose what rawPredict answers over REST, and
// have no method for a model's own routes.
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { serviceOf } from "../../../../pipeline/vertex/client/client-options.ts";
import { startTries } from "../../../../pipeline/vertex/client/index.ts";
import { isLoopback, type VertexConfig } from "../../../../pipeline/vertex/config/index.ts";
import { type ChatRequest, unreachable } from "../chat-completions.ts";
import type { Endpoint } from "./place-endpoint.ts";
import { chatRoute } from "./serving-container.ts";
import type { VertexSettings } from "./settings.ts";

/** Asks whichever model gets the traffic; with an id, and the route `invoke`, that one. */
export function sendToEndpoint(
  settings: VertexSettings,
  endpoint: Pick<Endpoint, "name" | "dns">,
  deployedId?: string,
): ChatRequest["send"] {
  const { config, policy, route = "predict" } = settings;
  const base = `${originOf(config, endpoint)}/v1/${endpoint.name}`;
  const place = deployedId === undefined ? base : `${base}/deployedModels/${deployedId}`;
  const url = route === "invoke" ? `${place}/invoke${chatRoute}` : `${base}:streamRawPredict`;
  const authorization = authorizationFor(url);
  return async (body, signal) => {
    const tries = startTries({ ...(policy && { policy }), signal });
    for (;;) {
      const waitsFor = tries.nextTimeout();
      const answer = await post(url, { body, signal, waitsFor, headers: await authorization() });
      // Nothing has been said yet; a model that is scaled to nothing wakes up meanwhile.
      const mayPass = answer instanceof Error || answer.status === 429 || answer.status === 503;
      if (!mayPass) return answer;
      if (tries.isOver()) {
        if (answer instanceof Error) throw unreachable(new URL(url).host, answer);
        return answer;
      }
      if (!(answer instanceof Error)) await answer.body?.cancel();
      await tries.pause("endpoint");
    }
  };
}

interface Post {
  readonly body: string;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds until the answer begins. */
  readonly waitsFor: number;
  readonly headers: { readonly [name: string]: string };
}

async function post(url: string, { body, signal, waitsFor, headers }: Post): Promise<Response | Error> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer in ${Math.round(waitsFor)} ms`)), waitsFor);
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      redirect: "error",
      signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    });
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** A dedicated endpoint is asked at its own host, and nowhere else; a server of this machine is asked for everything. */
function originOf(
  { apiEndpoint, location }: VertexConfig,
  { dns, name }: Pick<Endpoint, "name" | "dns">,
): string {
  if (apiEndpoint !== undefined && isLoopback(apiEndpoint)) return withScheme(apiEndpoint, "http");
  if (dns === undefined) return withScheme(apiEndpoint ?? serviceOf(location), "https");
  const host = dns.replace(/^https:\/\//, "");
  if (/^[\w.-]+\.prediction\.vertexai\.goog$/.test(host)) return `https://${host}`;
  throw new UserError(
    "ENDPOINT_UNREACHABLE",
    `endpoint: ${name} says that it is at ${dns}, which is no host of Vertex AI. See it in the console.`,
  );
}

function withScheme(endpoint: string, usual: string): string {
  const bare = endpoint.replace(/\/+$/, "");
  return /^https?:\/\//i.test(bare) ? bare : `${usual}://${bare}`;
}

/** Credentials of this machine, for Google over TLS alone. */
function authorizationFor(url: string): () => Promise<{ readonly [name: string]: string }> {
  if (!url.startsWith("https:")) return async () => ({});
  let found: Promise<{ readonly getAccessToken: () => Promise<string | null | undefined> }> | undefined;
  return async () => {
    found ??= import("google-auth-library").then(
      ({ GoogleAuth }) => new GoogleAuth({ scopes: "https://www.googleapis.com/auth/cloud-platform" }),
    );
    try {
      return { authorization: `Bearer ${await (await found).getAccessToken()}` };
    } catch {
      throw new UserError(
        "VERTEX_UNAUTHENTICATED",
        "endpoint: there are no credentials that count. Log in with gcloud auth application-default login, or set " +
          "GOOGLE_APPLICATION_CREDENTIALS.",
      );
    }
  };
}
