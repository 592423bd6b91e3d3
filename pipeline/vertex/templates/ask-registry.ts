// One request to a registry over HTTP, with a deadline and credentials where they belong.
import { accessTokens, askHttp, callService, type CallSettings } from "../client/index.ts";
import type { Registry } from "./registry.ts";

export interface RegistryRequest {
  readonly registry: Registry;
  readonly url: string;
  /** For errors: `template "nightly"`. */
  readonly what: string;
  /** Absent: it is fetched. */
  readonly body?: () => FormData;
  readonly notFound?: string;
}

/** Gives the answer's text. What it sends may be sent twice: the same content is the same version. */
export async function askRegistry(request: RegistryRequest, settings: CallSettings = {}): Promise<string> {
  const { registry, url, what, body, notFound } = request;
  return callService(
    {
      what,
      who: "the registry",
      call: async ({ timeout }) =>
        askHttp(url, {
          method: body === undefined ? "GET" : "POST",
          headers: registry.isGoogle ? { authorization: `Bearer ${await accessTokens()()}` } : {},
          ...(body !== undefined && { body: body() }),
          timeout,
        }),
      remedies: {
        NOT_FOUND: notFound ?? "See that the repository is there and of the format kfp",
        PERMISSION_DENIED: "Give the account the role Artifact Registry Writer, or Reader to download",
      },
    },
    settings,
  );
}
