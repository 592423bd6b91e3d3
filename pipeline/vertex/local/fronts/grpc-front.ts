// The API over gRPC: every method of its services, its messages turned to plain objects and back.
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  type ServerErrorResponse,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { JsonObject } from "../../../ir/json-object.ts";
import { logged, type RequestLog, toStatusError } from "../dispatch.ts";
import { type CallContext, handlerFor, type Handlers } from "../handlers.ts";
import { statusCode } from "../status.ts";
import type { Api, ApiMethod } from "../wire/api.ts";
import { decodeMessage, encodeMessage } from "../wire/message-json.ts";

/** A pipeline of a thousand tasks is some megabytes. */
const largestMessage = 256 * 1024 * 1024;

export function grpcServer(api: Api, handlers: Handlers, log: RequestLog): Server {
  const server = new Server({
    "grpc.max_receive_message_length": largestMessage,
    "grpc.max_send_message_length": largestMessage,
  });
  const definition: { [name: string]: ServiceDefinition[string] } = {};
  const implementation: UntypedServiceImplementation = {};
  for (const method of api.methods) {
    definition[method.path] = {
      path: method.path,
      requestStream: method.requestStream,
      responseStream: method.responseStream,
      requestSerialize: (json: JsonObject) => encodeMessage(method.request, json),
      requestDeserialize: (bytes: Buffer) => decodeMessage(method.request, bytes),
      responseSerialize: (json: JsonObject) => encodeMessage(method.response, json),
      responseDeserialize: (bytes: Buffer) => decodeMessage(method.response, bytes),
    };
    implementation[method.path] = implementationOf(method, handlers, log);
  }
  server.addService(definition, implementation);
  return server;
}

function implementationOf(
  method: ApiMethod,
  handlers: Handlers,
  log: RequestLog,
): UntypedServiceImplementation[string] {
  const request = { front: "gRPC", what: method.id } as const;
  if (method.responseStream) {
    const stream: handleServerStreamingCall<JsonObject, JsonObject> = (call) =>
      void logged(log, request, async () => {
        const { call: answer } = handlerFor(handlers, method.id, "stream");
        for await (const piece of answer(call.request, contextOf(method, call))) call.write(piece);
        call.end();
      }).catch((error: unknown) => call.emit("error", grpcError(error)));
    return stream;
  }
  const unary: handleUnaryCall<JsonObject, JsonObject> = (call, reply) =>
    void logged(log, request, async () =>
      handlerFor(handlers, method.id, "unary").call(call.request, contextOf(method, call)),
    ).then(
      (response) => reply(null, response),
      (error: unknown) => reply(grpcError(error)),
    );
  return unary;
}

interface Cancellable {
  readonly once: (event: "cancelled", listener: () => void) => unknown;
}

function contextOf({ id, version }: ApiMethod, call: Cancellable): CallContext {
  const abort = new AbortController();
  call.once("cancelled", () => abort.abort());
  return { method: id, version, signal: abort.signal };
}

function grpcError(error: unknown): ServerErrorResponse {
  const { status, message } = toStatusError(error);
  return { name: status, message, code: statusCode(status), details: message };
}
