// Between messages on the wire and plain objects in protobuf's JSON spelling, as each front needs it.
import { fromProto3JSON, toProto3JSON } from "proto3-json-serializer";
import type protobuf from "protobufjs";
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";
import { canonicalJson } from "./canonical-json.ts";

export function decodeMessage(type: protobuf.Type, bytes: Uint8Array): JsonObject {
  return plain(type.decode(bytes));
}

/** What does not fit the type is a defect of a handler. */
export function encodeMessage(type: protobuf.Type, json: JsonObject): Buffer {
  return Buffer.from(type.encode(messageOf(type, json)).finish());
}

/** What a client sent as JSON: names in either spelling, enums as numbers or names. Throws `INVALID_ARGUMENT`. */
export function readRequest(type: protobuf.Type, json: Json): JsonObject {
  const { value, problems } = canonicalJson(type, json);
  if (problems.length > 0) {
    throw new StatusError("INVALID_ARGUMENT", `Invalid JSON payload received. ${problems.join(" ")}`);
  }
  try {
    return plain(messageOf(type, value));
  } catch (error) {
    const reason = (error as Error).message.replace(/^fromProto3JSONToInternalRepresentation: /, "");
    throw new StatusError("INVALID_ARGUMENT", `Invalid JSON payload received. ${reason}.`);
  }
}

/** With enums as numbers, as some clients ask for them. */
export function numericEnums(type: protobuf.Type, json: JsonObject): JsonObject {
  return plain(messageOf(type, json), { numericEnums: true });
}

function messageOf(type: protobuf.Type, json: Json): protobuf.Message {
  const message = fromProto3JSON(type, json as Parameters<typeof fromProto3JSON>[1]); // its type is the same, but not readonly
  if (message === null) throw new TypeError(`${type.name} is null`);
  return message;
}

function plain(message: protobuf.Message, options?: { readonly numericEnums: boolean }): JsonObject {
  const json = toProto3JSON(message as Parameters<typeof toProto3JSON>[0], options) as Json; // as the library names them
  return isObject(json) ? json : {};
}
