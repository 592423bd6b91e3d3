// What a client uploads: at once, with its description, or in pieces.
import { randomUUID } from "node:crypto";
import { StatusError } from "../status.ts";

export interface Upload {
  readonly bucket: string;
  readonly name: string;
  readonly contentType: string | undefined;
  readonly generation: string | undefined;
}

/** The two parts of a `multipart/related` body: a description as JSON, and the content. Throws `INVALID_ARGUMENT`. */
export function readMultipart(
  contentType: string,
  body: Buffer,
): { readonly description: Buffer; readonly content: Buffer; readonly type: string | undefined } {
  const boundary = /boundary=(?:"([^"]+)"|'([^']+)'|([^;\s]+))/i.exec(contentType)?.slice(1).find(Boolean);
  const parts = boundary === undefined ? [] : split(body, Buffer.from(`--${boundary}`));
  const [first, second] = parts.map(readPart);
  if (first === undefined || second === undefined) {
    throw new StatusError(
      "INVALID_ARGUMENT",
      "The upload has to have two parts: a description and the content.",
    );
  }
  return {
    description: first.content,
    content: second.content,
    type: /^content-type:\s*(\S+)/im.exec(second.head)?.[1],
  };
}

/** What lies between delimiters, without the line ends that belong to them. */
function split(body: Buffer, delimiter: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const from = start + delimiter.length;
    const end = body.indexOf(delimiter, from);
    if (end === -1) break;
    parts.push(body.subarray(from, end - (body[end - 2] === 0x0d ? 2 : 1)));
    start = end;
  }
  return parts;
}

function readPart(part: Buffer): { readonly head: string; readonly content: Buffer } {
  const wide = part.indexOf("\r\n\r\n");
  const at = wide === -1 ? part.indexOf("\n\n") : wide;
  const length = wide === -1 ? 2 : 4;
  if (at === -1) return { head: "", content: part };
  return { head: part.subarray(0, at).toString("utf8").trim(), content: part.subarray(at + length) };
}

/** Uploads in pieces that are not whole yet; they end with the process. */
export interface ResumableUploads {
  /** Gives the id to send pieces to. */
  readonly begin: (upload: Upload) => string;
  /** `undefined`: more has to come, of which `received` bytes are there. Throws `NOT_FOUND` and `INVALID_ARGUMENT`. */
  readonly add: (
    id: string,
    range: string | undefined,
    piece: Buffer,
  ) => { readonly upload: Upload; readonly content?: Buffer; readonly received: number };
}

const mostAtOnce = 100;

export function resumableUploads(): ResumableUploads {
  const open = new Map<string, { readonly upload: Upload; readonly pieces: Buffer[]; received: number }>();
  return {
    begin: (upload) => {
      const id = randomUUID();
      const [oldest] = open.keys();
      if (open.size >= mostAtOnce && oldest !== undefined) open.delete(oldest);
      open.set(id, { upload, pieces: [], received: 0 });
      return id;
    },
    add: (id, range, piece) => {
      const pending = open.get(id);
      if (pending === undefined) throw new StatusError("NOT_FOUND", "There is no such upload.");
      const { upload } = pending;
      const [, first, , total] =
        /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(range ?? `bytes */${piece.length}`) ?? [];
      if (total === undefined) throw new StatusError("INVALID_ARGUMENT", `content-range "${range}" is none.`);
      if (first !== undefined && Number(first) !== pending.received) {
        throw new StatusError("INVALID_ARGUMENT", `Byte ${first} comes, but ${pending.received} is next.`);
      }
      pending.pieces.push(piece);
      pending.received += piece.length;
      const { received } = pending;
      if (total === "*" || received < Number(total)) return { upload, received };
      open.delete(id);
      return { upload, received, content: Buffer.concat(pending.pieces) };
    },
  };
}
