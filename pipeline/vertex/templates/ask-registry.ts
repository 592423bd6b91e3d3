// One request to a registry over HTTP, with a deadline, credentials where they belong, and gRPC's codes for its errors.
import { callService, type CallSettings, httpStatus, statusCodeOf } from "../client/index.ts";
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
      call: async ({ timeout }) => {
        const response = await fetchOnce(url, {
          method: body === undefined ? "GET" : "POST",
          headers: registry.isGoogle ? { authorization: `Bearer ${await accessToken()}` } : {},
          ...(body !== undefined && { body: body() }),
          signal: AbortSignal.timeout(timeout),
        });
        const text = await response.text();
        if (response.ok) return text;
        const seconds = Number(response.headers.get("retry-after") ?? NaN);
        throw failed(response.status, messageIn(text), seconds);
      },
      remedies: {
        NOT_FOUND: notFound ?? "See that the repository is there and of the format kfp",
        PERMISSION_DENIED: "Give the account the role Artifact Registry Writer, or Reader to download",
      },
    },
    settings,
  );
}

async function fetchOnce(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { name, message, cause } = error as Error; // fetch rejects with nothing else
    const isLate = name === "TimeoutError" || name === "AbortError";
    const reason = cause instanceof Error ? cause.message : message;
    throw failed(isLate ? 504 : 503, isLate ? "there was no answer in time" : reason);
  }
}

/** `seconds` to wait, if the registry asks for that. */
function failed(status: number, message: string, seconds = NaN): Error {
  const statusDetails = Number.isFinite(seconds) ? [{ retryDelay: { seconds } }] : [];
  return Object.assign(new Error(message), { code: statusCodeOf(httpStatus(status)), statusDetails });
}

/** Google's errors are JSON; a proxy's are pages, of which the first line is enough. */
function messageIn(text: string): string {
  try {
    const message: unknown = JSON.parse(text)?.error?.message;
    if (typeof message === "string") return message;
  } catch {
    // It is text.
  }
  return (
    text
      .replaceAll(/<[^>]*>/g, " ")
      .trim()
      .split("\n")[0]
      ?.slice(0, 300) ?? ""
  );
}

/** It goes into the request's header and nowhere else. */
async function accessToken(): Promise<string> {
  const { GoogleAuth } = await import("google-auth-library");
  const auth = new GoogleAuth({ scopes: ["https://www.googleapis.com/auth/cloud-platform"] });
  const token = await auth.getAccessToken();
  if (typeof token === "string" && token !== "") return token;
  throw Object.assign(new Error("Could not load the default credentials"), { code: 16 });
}
