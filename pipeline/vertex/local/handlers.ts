// What answers a method of the API: a function over plain objects in protobuf's JSON spelling, whatever the front.
import { type JsonObject, own } from "../../ir/json-object.ts";
import { StatusError } from "./status.ts";

/** What a handler is told besides the request. */
export interface CallContext {
  /** `PipelineService.CreatePipelineJob`. */
  readonly method: string;
  /** The API's version that the client speaks, which the types of an operation's answer are named after. */
  readonly version: "v1" | "v1beta1";
  /** Aborted once the client no longer waits. */
  readonly signal: AbortSignal;
}

export type Handler =
  | { readonly kind: "unary"; readonly call: Unary }
  /** Answers in pieces. */
  | { readonly kind: "stream"; readonly call: Stream };

/** Fields that are not set are absent; int64 are texts, enums their names, bytes base64, times RFC 3339. */
export type Unary = (request: JsonObject, context: CallContext) => JsonObject | Promise<JsonObject>;
export type Stream = (request: JsonObject, context: CallContext) => AsyncIterable<JsonObject>;

/** By `SERVICE.METHOD`. */
export type Handlers = { readonly [method: string]: Handler };

/** @example unary("PipelineService", { GetPipelineJob: ({ name }) => find(name) }) */
export function unary(service: string, calls: { readonly [method: string]: Unary }): Handlers {
  return Object.fromEntries(
    Object.entries(calls).map(([method, call]) => [`${service}.${method}`, { kind: "unary", call }]),
  );
}

/** Throws `UNIMPLEMENTED` with the method's name. */
export function handlerFor<K extends Handler["kind"]>(
  handlers: Handlers,
  method: string,
  kind: K,
): Extract<Handler, { readonly kind: K }> {
  const handler = own(handlers, method);
  if (handler?.kind === kind) return handler as Extract<Handler, { readonly kind: K }>; // its kind says so
  throw new StatusError("UNIMPLEMENTED", `${method} is not implemented by the local Vertex.`);
}
