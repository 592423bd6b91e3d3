// The part of the Cloud Storage JSON API that clients need for their staging buckets.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { JsonObject } from "../../../ir/json-object.ts";
import { logged, type RequestLog, toStatusError } from "../dispatch.ts";
import { requireLocalRequest } from "../fronts/local-requests.ts";
import { requestUrl } from "../fronts/request-url.ts";
import type { HttpFront } from "../fronts/rest-front.ts";
import { httpStatusOf, StatusError } from "../status.ts";
import type { Store } from "../store/store.ts";
import { decodePercent } from "../wire/decode-percent.ts";
import {
  createBucket,
  listBuckets,
  listObjects,
  PreconditionError,
  readObject,
  removeBucket,
  removeObject,
  requireBucket,
  requireGeneration,
  requireObject,
  type StoredObject,
} from "./buckets.ts";
import {
  bucketJson,
  fail,
  field,
  keyOf,
  objectJson,
  type Place,
  readJson,
  send,
  sendContent,
  typeOf,
  typesOf,
} from "./object-json.ts";
import { receiveUpload } from "./receive-upload.ts";
import { resumableUploads } from "./uploads.ts";

/** `undefined`: the request is none of these. `buckets` is the folder that holds them. */
export function storageFront(
  buckets: string,
  store: Store,
  log: RequestLog,
): (path: string) => HttpFront | undefined {
  const place: Place = { buckets, types: typesOf(store), uploads: resumableUploads() };
  return (path) => {
    if (!/^\/((upload|download|resumable\/upload)\/)?storage\/v1\/b(\/|$)/.test(path)) return undefined;
    return (request, response) => {
      const verb = request.method ?? "GET";
      void logged(log, { front: "storage", what: `${verb} ${path}` }, async () => {
        requireLocalRequest(request);
        await answer(place, request, response).catch((error: unknown) => {
          if (!(error instanceof PreconditionError)) throw error;
          fail(response, 412, "At least one of the pre-conditions you specified did not hold.");
        });
      }).catch((error: unknown) => {
        const { status, message } = toStatusError(error);
        fail(response, httpStatusOf(status), message);
      });
    };
  };
}

async function answer(place: Place, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { buckets } = place;
  const { searchParams: query, pathname } = requestUrl(request);
  const verb = request.method ?? "GET";
  const [, upload, bucketText, kind, objectText] =
    /^\/(?:(upload|resumable\/upload)\/|download\/)?storage\/v1\/b(?:\/([^/]+)(?:\/(o|iam)(?:\/(.+))?)?)?$/.exec(
      pathname,
    ) ?? [];
  const bucket = decodePercent(bucketText ?? "");
  const object = objectText === undefined ? undefined : decodePercent(objectText);
  if (upload !== undefined) return receiveUpload(place, { request, response, query, bucket });
  const what = `${verb} ${bucket === "" ? "b" : `b/*${kind === undefined ? "" : `/${kind}`}${object === undefined ? "" : "/*"}`}`;
  switch (what) {
    case "GET b":
      return send(response, { kind: "storage#buckets", items: listBuckets(buckets).map(bucketJson) });
    case "POST b": {
      const name = field(await readJson(request), "name");
      createBucket(buckets, name);
      return send(response, bucketJson(name));
    }
    case "GET b/*":
      requireBucket(buckets, bucket);
      return send(response, bucketJson(bucket));
    case "DELETE b/*":
      removeBucket(buckets, bucket);
      return void response.writeHead(204).end();
    case "GET b/*/iam":
      requireBucket(buckets, bucket);
      return send(response, { kind: "storage#policy", etag: "CAE=", bindings: [] });
    case "PUT b/*/iam":
      // Whoever reaches this server may do all that it can: what is asked for holds already.
      return send(response, await readJson(request));
    case "GET b/*/o":
      return send(response, listing(place, bucket, query));
    case "GET b/*/o/*": {
      const found = requireObject(buckets, bucket, object ?? "");
      requireGeneration(buckets, found, query.get("ifGenerationMatch") ?? undefined);
      const content = readObject(buckets, found);
      if (query.get("alt") === "media" || pathname.startsWith("/download/")) {
        return sendContent(request, response, {
          content,
          type: typeOf(place, found),
          generation: found.generation,
        });
      }
      return send(response, objectJson(place, found, content));
    }
    case "DELETE b/*/o/*": {
      const found = requireObject(buckets, bucket, object ?? "");
      requireGeneration(buckets, found, query.get("ifGenerationMatch") ?? undefined);
      removeObject(buckets, found);
      place.types.remove(keyOf(found));
      return void response.writeHead(204).end();
    }
    default:
      throw new StatusError("UNIMPLEMENTED", `${verb} ${pathname} is not implemented by the local Vertex.`);
  }
}

function listing(place: Place, bucket: string, query: URLSearchParams): JsonObject {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const after = Buffer.from(query.get("pageToken") ?? "", "base64url").toString("utf8");
  const most = pageSize(query.get("maxResults"));
  const all = listObjects(place.buckets, bucket, prefix);
  const folderOf = ({ name }: StoredObject): string | undefined => {
    const at = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
    return at === -1 ? undefined : name.slice(0, at + delimiter.length);
  };
  const rest = all.filter((object) => folderOf(object) === undefined && object.name > after);
  const items = rest.slice(0, most);
  const prefixes = [...new Set(all.flatMap((object) => folderOf(object) ?? []))];
  const last = items.at(-1);
  return {
    kind: "storage#objects",
    items: items.map((object) => objectJson(place, object, readObject(place.buckets, object))),
    ...(after === "" && prefixes.length > 0 && { prefixes }),
    ...(rest.length > most &&
      last !== undefined && { nextPageToken: Buffer.from(last.name).toString("base64url") }),
  };
}

/** Throws `INVALID_ARGUMENT`. */
function pageSize(given: string | null): number {
  if (given === null || /^\d+$/.test(given)) return Number(given) || 1000;
  throw new StatusError("INVALID_ARGUMENT", `maxResults is "${given}". Give a positive number, or none.`);
}
