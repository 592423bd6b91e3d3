// One request to a Google service over HTTP, with gRPC's codes for its errors, so that `callService` can repeat it.
import { isObject } from "../../ir/json-object.ts";
import { httpStatus, statusCodeOf } from "./service-error.ts";

export interface HttpRequest {
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string | FormData;
  /** Milliseconds. */
  readonly timeout: number;
  /** `error`: the credentials among the headers must not go elsewhere. Default: followed. */
  readonly redirect?: "error";
  /** Whether a status that is an error otherwise is none. */
  readonly isDone?: ((status: number) => boolean) | undefined;
}

/** Gives the answer's text; "" of what was done before. Throws errors with a `code` of gRPC's. */
export async function askHttp(url: string, request: HttpRequest): Promise<string> {
  const { timeout, isDone, ...init } = request;
  const response = await fetchOnce(url, { ...init, signal: AbortSignal.timeout(Math.ceil(timeout)) });
  const text = await response.text();
  if (isDone?.(response.status) === true) return "";
  if (response.ok) return text;
  const seconds = Number(response.headers.get("retry-after") ?? NaN);
  throw failed(response.status, messageIn(text), seconds);
}

/** Gives what goes into requests' headers and nowhere else; the library keeps it until it is about to expire. */
export function accessTokens(): () => Promise<string> {
  let auth: Promise<{ getAccessToken(): Promise<string | null | undefined> }> | undefined;
  return async () => {
    auth ??= import("google-auth-library").then(
      ({ GoogleAuth }) => new GoogleAuth({ scopes: ["https://www.googleapis.com/auth/cloud-platform"] }),
    );
    const token = await (await auth).getAccessToken();
    if (typeof token === "string" && token !== "") return token;
    throw Object.assign(new Error("Could not load the default credentials"), { code: 16 });
  };
}

async function fetchOnce(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { name, message, cause } = error as Error; // fetch rejects with nothing else
    if (name === "TimeoutError" || name === "AbortError") throw failed(504, "there was no answer in time");
    const { code } = isCoded(cause) ? cause : {};
    const reason = cause instanceof Error && cause.message !== "" ? cause.message : (code ?? message);
    // What has no code of the system's or the connection's was refused before it was sent, as a port that fetch blocks.
    const isRefused = cause instanceof Error && code === undefined;
    throw Object.assign(failed(isRefused ? 400 : 503, reason), { cause });
  }
}

function isCoded(cause: unknown): cause is { readonly code: string } {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string";
}

/** `seconds` to wait, if the service asks for that. */
function failed(status: number, message: string, seconds = NaN): Error {
  const statusDetails = Number.isFinite(seconds) ? [{ retryDelay: { seconds } }] : [];
  return Object.assign(new Error(message), { code: statusCodeOf(httpStatus(status)), statusDetails });
}

/** Google's errors are JSON; a proxy's are pages, of which the first line is enough. */
function messageIn(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    const { error } = isObject(answer) ? answer : {};
    const { message } = isObject(error) ? error : {};
    if (typeof message === "string") return message;
  } catch {
    // It is text.
  }
  const [first = ""] = text
    .replaceAll(/<[^>]*>/g, " ")
    .trim()
    .split("\n");
  return first.slice(0, 300);
}
