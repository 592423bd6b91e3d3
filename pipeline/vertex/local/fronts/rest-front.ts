// The API over REST, as the annotations of its protos lay it out.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { logged, type RequestLog, toStatusError } from "../dispatch.ts";
import { type CallContext, handlerFor, type Handlers } from "../handlers.ts";
import { httpStatusOf, StatusError } from "../status.ts";
import type { Api, ApiMethod } from "../wire/api.ts";
import { numericEnums, readRequest } from "../wire/message-json.ts";
import { findRoute, type Found, requestJson, restRoutes } from "../wire/rest-routes.ts";
import { requireLocalRequest } from "./local-requests.ts";
import { readBody } from "./read-body.ts";
import { requestUrl } from "./request-url.ts";

export type HttpFront = (request: IncomingMessage, response: ServerResponse) => void;

export function restFront(api: Api, handlers: Handlers, log: RequestLog): HttpFront {
  const routes = restRoutes(api.methods);
  return (request, response) => {
    const verb = request.method ?? "GET";
    const path = (request.url ?? "/").replace(/\?.*/s, "");
    void logged(log, { front: "REST", what: `${verb} ${path}` }, async (isCalled) => {
      requireLocalRequest(request);
      const url = requestUrl(request);
      const found = findRoute(routes, verb, url.pathname);
      if (found === undefined) throw unknownPath(verb, url.pathname);
      isCalled(found.route.method.id);
      await answer(found, { request, response, query: url.searchParams, handlers });
    }).catch((error: unknown) => sendError(response, error));
  };
}

function unknownPath(verb: string, path: string): StatusError {
  return /^\/(v1|v1beta1|ui)\//.test(path)
    ? new StatusError("UNIMPLEMENTED", `${verb} ${path} is not implemented by the local Vertex.`)
    : new StatusError("NOT_FOUND", `${verb} ${path}: there is nothing.`);
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly handlers: Handlers;
}

async function answer(found: Found, { request, response, query, handlers }: Exchange): Promise<void> {
  const { method } = found.route;
  const abort = new AbortController();
  response.once("close", () => abort.abort());
  const context: CallContext = { method: method.id, version: method.version, signal: abort.signal };
  const body = await readBody(request);
  const json = readRequest(method.request, requestJson(found, query, bodyJson(found, request, body)));
  const numeric = query.get("$alt")?.includes("enum-encoding=int") === true;
  const shape = (answered: JsonObject): JsonObject =>
    numeric ? numericEnums(method.response, answered) : answered;
  if (!method.responseStream) {
    const answered = await handlerFor(handlers, method.id, "unary").call(json, context);
    if (isHttpBody(method)) sendHttpBody(response, answered);
    else sendJson(response, 200, shape(answered));
    return;
  }
  const pieces = handlerFor(handlers, method.id, "stream").call(json, context);
  if (isHttpBody(method)) await streamHttpBody(response, pieces);
  else await streamJson(response, pieces, { shape, events: query.get("alt") === "sse" });
}

function bodyJson({ route }: Found, { headers }: IncomingMessage, body: Buffer): Json | undefined {
  // What a raw prediction is asked with is no request of the API's.
  if (route.method.request.fields["httpBody"] !== undefined) {
    return {
      httpBody: { contentType: headers["content-type"] ?? "application/json", data: body.toString("base64") },
    };
  }
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8")) as Json; // JSON.parse gives nothing else
  } catch (error) {
    throw new StatusError("INVALID_ARGUMENT", `Invalid JSON payload received. ${(error as Error).message}.`);
  }
}

function isHttpBody({ response }: ApiMethod): boolean {
  return response.fullName === ".google.api.HttpBody";
}

export function sendJson(response: ServerResponse, status: number, json: JsonObject): void {
  const text = JSON.stringify(json);
  response.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** In the form of Google's services. What has begun to be answered is broken off. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, message } = toStatusError(error);
  const code = httpStatusOf(status);
  sendJson(response, code, { error: { code, message, status } });
}

function sendHttpBody(response: ServerResponse, body: JsonObject): void {
  response.writeHead(200, { "content-type": String(body["contentType"] ?? "application/octet-stream") });
  response.end(Buffer.from(String(body["data"] ?? ""), "base64"));
}

async function streamHttpBody(response: ServerResponse, pieces: AsyncIterable<JsonObject>): Promise<void> {
  for await (const piece of pieces) {
    if (!response.headersSent) {
      response.writeHead(200, { "content-type": String(piece["contentType"] ?? "application/octet-stream") });
    }
    response.write(Buffer.from(String(piece["data"] ?? ""), "base64"));
  }
  response.end();
}

/** A list whose elements come one by one, or events as browsers read them. */
async function streamJson(
  response: ServerResponse,
  pieces: AsyncIterable<JsonObject>,
  { shape, events }: { readonly shape: (piece: JsonObject) => JsonObject; readonly events: boolean },
): Promise<void> {
  const type = events ? "text/event-stream" : "application/json; charset=UTF-8";
  let first = true;
  for await (const piece of pieces) {
    const text = JSON.stringify(shape(piece));
    if (first) response.writeHead(200, { "content-type": type });
    response.write(events ? `data: ${text}\n\n` : `${first ? "[" : ","}${text}\n`);
    first = false;
  }
  if (first) response.writeHead(200, { "content-type": type });
  response.end(events ? "" : first ? "[]" : "]");
}
