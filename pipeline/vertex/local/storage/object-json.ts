// Buckets and objects as the storage API describes them, and the answers that carry them.
import type { IncomingMessage, ServerResponse } from "node:http";
import { isObject, type JsonObject, own } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { readBody } from "../fronts/read-body.ts";
import { sendJson } from "../fronts/rest-front.ts";
import { StatusError } from "../status.ts";
import type { Collection, Store } from "../store/store.ts";
import { hashesOf, type StoredObject } from "./buckets.ts";
import type { ResumableUploads } from "./uploads.ts";

export interface Place {
  readonly buckets: string;
  /** Content types of objects, by `b/BUCKET/o/OBJECT`. */
  readonly types: Collection<{ readonly type: string }>;
  readonly uploads: ResumableUploads;
}

export function typesOf(store: Store): Place["types"] {
  return store.collection<{ readonly type: string }>("objects");
}

export function bucketJson(name: string): JsonObject {
  return {
    kind: "storage#bucket",
    id: name,
    name,
    projectNumber: "0",
    metageneration: "1",
    location: "LOCAL",
    storageClass: "STANDARD",
    etag: "CAE=",
  };
}

export function objectJson(place: Place, object: StoredObject, content: Buffer): JsonObject {
  const { bucket, name, generation, size, updated } = object;
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    name,
    bucket,
    generation,
    metageneration: "1",
    contentType: typeOf(place, object),
    storageClass: "STANDARD",
    size: String(size),
    timeCreated: updated,
    updated,
    ...hashesOf(content),
  };
}

export function typeOf({ types }: Place, object: StoredObject): string {
  return types.find(keyOf(object))?.type ?? "application/octet-stream";
}

export function keyOf({ bucket, name }: StoredObject): string {
  return `b/${bucket}/o/${name}`;
}

interface Content {
  readonly content: Buffer;
  readonly type: string;
  readonly generation: string;
}

export function sendContent(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { content, type, generation }: Content,
): void {
  const { md5Hash, crc32c } = hashesOf(content);
  const common = {
    "content-type": type,
    "x-goog-hash": `crc32c=${crc32c},md5=${md5Hash}`,
    "x-goog-generation": generation,
    "accept-ranges": "bytes",
  };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? "") ?? [];
  if (from === undefined) {
    response.writeHead(200, { ...common, "content-length": content.length }).end(content);
    return;
  }
  const piece = content.subarray(Number(from), to ? Number(to) + 1 : undefined);
  if (piece.length === 0) {
    response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
    return;
  }
  const range = `bytes ${from}-${Number(from) + piece.length - 1}/${content.length}`;
  response.writeHead(206, { ...common, "content-range": range, "content-length": piece.length }).end(piece);
}

export async function readJson(request: IncomingMessage): Promise<JsonObject> {
  return parseJson(await readBody(request));
}

export function parseJson(text: Buffer): JsonObject {
  try {
    const json = JSON.parse(text.toString("utf8")) as Json; // JSON.parse gives nothing else
    if (isObject(json)) return json;
  } catch {
    // Said below.
  }
  throw new StatusError("INVALID_ARGUMENT", "Parse Error: the body is no JSON object.");
}

export function field(json: JsonObject, name: string): string {
  const value = own(json, name);
  return typeof value === "string" ? value : "";
}

export function send(response: ServerResponse, json: JsonObject): void {
  sendJson(response, 200, json);
}

export function fail(response: ServerResponse, code: number, message: string): void {
  if (response.headersSent) return void response.destroy();
  const reason =
    code === 404 ? "notFound" : code === 412 ? "conditionNotMet" : code === 409 ? "conflict" : "invalid";
  sendJson(response, code, { error: { code, message, errors: [{ message, domain: "global", reason }] } });
}
