// Which requests over HTTP are answered: those that programs of this machine mean for this server. A web page that a
// browser shows must not be able to start pipelines, be it under another name of this machine.
import type { IncomingMessage } from "node:http";
import { StatusError } from "../status.ts";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Throws `PERMISSION_DENIED`. */
export function requireLocalRequest({ headers }: Pick<IncomingMessage, "headers">): void {
  const { host = "", origin } = headers;
  if (!loopback.test(host)) {
    throw new StatusError("PERMISSION_DENIED", `The host is "${host}". Ask 127.0.0.1 or localhost.`);
  }
  const site = headers["sec-fetch-site"];
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  if (foreign || (origin !== undefined && origin !== `http://${host}`)) {
    throw new StatusError("PERMISSION_DENIED", "Web pages are not answered.");
  }
}
