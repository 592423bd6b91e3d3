// What a request asks for, as a URL.
import type { IncomingMessage } from "node:http";
import { StatusError } from "../status.ts";

/** With the host that the request names. Throws `INVALID_ARGUMENT`. */
export function requestUrl({ url = "/", headers }: Pick<IncomingMessage, "url" | "headers">): URL {
  try {
    return new URL(url, `http://${headers.host ?? "127.0.0.1"}`);
  } catch {
    throw new StatusError(
      "INVALID_ARGUMENT",
      `The request asks for "${url}", which is no path of a URL. Ask for one like /v1/NAME.`,
    );
  }
}
