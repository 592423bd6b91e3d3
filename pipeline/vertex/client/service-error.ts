// What the service, or the way to it, answers instead of a result: its code, and what the user can do about it.
import { printable } from "../../ir/printable-text.ts";
import { UserError } from "../../ir/user-error.ts";
import { milliseconds, record } from "./protobuf-json.ts";

/** The codes of gRPC, by which REST's errors are known as well. */
export const statusNames = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;
export type StatusName = (typeof statusNames)[number];

/** `UNKNOWN` for what is no answer of a service. */
export function statusOf(error: unknown): StatusName {
  if (isCredentialError(error)) return "UNAUTHENTICATED";
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "number") return statusNames[code] ?? httpStatus(code);
  if (typeof code === "string" && /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|UND_ERR)/.test(code)) {
    return "UNAVAILABLE";
  }
  return "UNKNOWN";
}

/** Milliseconds that the service asks to wait, where it says so (`google.rpc.RetryInfo`). */
export function askedPause(error: unknown): number | undefined {
  const details = record(error)["statusDetails"];
  const asked = (Array.isArray(details) ? details : []).map((detail) => record(detail)["retryDelay"]);
  return asked.map(milliseconds).find((pause) => pause !== undefined && Number.isFinite(pause));
}

export function statusCodeOf(name: StatusName): number {
  return statusNames.indexOf(name);
}

/** Of an answer that some proxy gave, in which the service's own is missing. */
export function httpStatus(code: number): StatusName {
  const names: { readonly [code: number]: StatusName } = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    408: "DEADLINE_EXCEEDED",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
  };
  return names[code] ?? (code >= 500 && code < 600 ? "INTERNAL" : "UNKNOWN");
}

/** No connection to the service came about, so that it has got nothing. */
export function isUnreached(error: unknown): boolean {
  const message = messageOf(error);
  if (/^14 UNAVAILABLE: (No connection established|Name resolution failed)/.test(message)) return true;
  // What gRPC was at when the time was over.
  if (/^4 DEADLINE_EXCEEDED: .*waiting for (LB pick|name resolution)/i.test(message)) {
    return !message.includes("previous attempts");
  }
  const codes = [record(error)["code"], record(record(error)["cause"])["code"]];
  return codes.some((code) =>
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(String(code)),
  );
}

/** What Google's libraries say where they find no credentials, or ones that no longer count. */
function isCredentialError(error: unknown): boolean {
  return (
    error instanceof Error &&
    (isWrongFile(error) ||
      /default credentials|invalid_grant|invalid_rapt|reauth related error|Could not refresh access token/i.test(
        error.message,
      ))
  );
}

function isWrongFile(error: unknown): boolean {
  return /credential file specified by the GOOGLE_APPLICATION_CREDENTIALS/i.test(messageOf(error));
}

const login = "Log in with gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS";

const wrongFile =
  "Let GOOGLE_APPLICATION_CREDENTIALS name a file with credentials, or unset it and log in with " +
  "gcloud auth application-default login";

const remedies: { readonly [S in StatusName]?: string } = {
  UNAUTHENTICATED: login,
  PERMISSION_DENIED:
    "Give the account the role Vertex AI User (roles/aiplatform.user), and to run jobs as a service account " +
    "Service Account User on that; see that the project is the right one and the Vertex AI API is on in it",
  NOT_FOUND: "See that the name, the project and the location are the right ones",
  RESOURCE_EXHAUSTED: "Wait for what runs to end, or ask for more quota in the console's IAM > Quotas",
  UNAVAILABLE: "See that the network, the location and --api-endpoint are right, and try again",
  DEADLINE_EXCEEDED: "Try again; see that nothing between swallows the connection",
  ALREADY_EXISTS: "Choose another name",
  INVALID_ARGUMENT: "Correct what it names",
  FAILED_PRECONDITION: "See what state it is in",
  UNIMPLEMENTED: "This server does not have it; use another --api-endpoint, or none",
};

/** The code of the error is `VERTEX_` and the status. `what` was being done, as `job "nightly-1"`. */
export function serviceError(
  error: unknown,
  what: string,
  {
    remedy,
    who = "Vertex AI",
  }: { readonly remedy?: string | undefined; readonly who?: string | undefined } = {},
): UserError {
  if (error instanceof UserError) return error;
  const status = statusOf(error);
  const message = status === "UNAUTHENTICATED" ? credentialsMessage(error) : detailOf(error);
  const usual = isWrongFile(error) ? wrongFile : remedies[status];
  const todo = remedy ?? usual ?? "Try again; if it stays, ask Google's support";
  if (isUnreached(error))
    return new UserError(`VERTEX_${status}`, `${what}: ${who} is not reached${message}. ${todo}.`);
  return new UserError(`VERTEX_${status}`, `${what}: ${who} says ${status}${message}. ${todo}.`);
}

/** `: what the service says`, in one line, without the code that gRPC puts before it. */
export function detailOf(error: unknown): string {
  const oneLine = messageOf(error)
    .replace(/^\d+ [A-Z_]+: /, "")
    .replace(/^No connection established\. Last error: (Error: )?|^request to \S+ failed, reason: /, "")
    .replaceAll(/\s+/g, " ");
  const plain = printable(oneLine.replace(/\.? ?Resolution note: ?$/, "")).trim();
  if (plain === "") return "";
  const short = plain.length > 600 ? `${plain.slice(0, 600)}…` : plain;
  return `: ${short.replace(/\.+$/, "")}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The libraries' own text may name accounts and files, and says nothing more. */
function credentialsMessage(error: unknown): string {
  if (isWrongFile(error)) return ": the file that GOOGLE_APPLICATION_CREDENTIALS names cannot be read";
  return isCredentialError(error) ? ": there are no credentials that count" : detailOf(error);
}
