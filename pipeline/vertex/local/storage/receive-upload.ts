// An upload, in whichever way it comes, to an object.
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../fronts/read-body.ts";
import { requestUrl } from "../fronts/request-url.ts";
import { StatusError } from "../status.ts";
import { requireBucket, writeObject } from "./buckets.ts";
import { field, keyOf, objectJson, parseJson, type Place, send } from "./object-json.ts";
import { readMultipart } from "./uploads.ts";

export interface Receiving {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly bucket: string;
}

/** Throws `NOT_FOUND`, `INVALID_ARGUMENT` and `PreconditionError`. */
export async function receiveUpload(
  place: Place,
  { request, response, query, bucket }: Receiving,
): Promise<void> {
  const { headers } = request;
  const generation = query.get("ifGenerationMatch") ?? undefined;
  const body = await readBody(request);
  const keep = (name: string, type: string | undefined, content: Buffer, holds = generation): void => {
    const object = writeObject(place.buckets, { bucket, name }, content, holds);
    place.types.remove(keyOf(object));
    if (type !== undefined) place.types.insert(keyOf(object), { type });
    send(response, objectJson(place, object, content));
  };
  const id = query.get("upload_id");
  if (id !== null) {
    const { upload, content, received } = place.uploads.add(id, headers["content-range"], body);
    if (content !== undefined) return keep(upload.name, upload.contentType, content, upload.generation);
    const range = received === 0 ? {} : { range: `bytes=0-${received - 1}` };
    return void response.writeHead(308, { ...range, "content-length": 0 }).end();
  }
  requireBucket(place.buckets, bucket);
  switch (query.get("uploadType")) {
    case "media":
      return keep(query.get("name") ?? "", headers["content-type"], body);
    case "multipart": {
      const { description, content, type } = readMultipart(headers["content-type"] ?? "", body);
      const described = parseJson(description);
      return keep(
        query.get("name") ?? field(described, "name"),
        field(described, "contentType") || type,
        content,
      );
    }
    case "resumable": {
      const described = body.length === 0 ? {} : parseJson(body);
      const name = query.get("name") ?? field(described, "name");
      const given = headers["x-upload-content-type"];
      const contentType = field(described, "contentType") || (typeof given === "string" ? given : undefined);
      const upload = place.uploads.begin({ bucket, name, contentType, generation });
      const to = requestUrl(request);
      to.searchParams.set("upload_id", upload);
      return void response.writeHead(200, { location: to.href, "content-length": 0 }).end();
    }
    default:
      throw new StatusError("INVALID_ARGUMENT", `uploadType "${query.get("uploadType") ?? ""}" is none.`);
  }
}
