// The whole of a request's body, up to what is sensible to hold.
import type { IncomingMessage } from "node:http";
import { StatusError } from "../status.ts";

const largestBody = 256 * 1024 * 1024;

/** Throws `RESOURCE_EXHAUSTED`. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request) {
    const bytes = piece as Buffer; // no encoding is set
    length += bytes.length;
    if (length > largestBody) {
      throw new StatusError(
        "RESOURCE_EXHAUSTED",
        `The request has more than ${largestBody} bytes. Send less.`,
      );
    }
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
