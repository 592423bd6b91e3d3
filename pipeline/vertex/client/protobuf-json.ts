// JSON as protobuf's Struct and Value, which the official clients take and give, and back; and their other shapes.
import type { Json } from "../../ir/pipeline-spec.ts";
import { isObject, type JsonObject } from "../../ir/json-object.ts";

/** A `google.protobuf.Value`; not readonly, because the clients' own types are not. */
export type ProtobufValue =
  | { nullValue: "NULL_VALUE" }
  | { boolValue: boolean }
  | { numberValue: number }
  | { stringValue: string }
  | { listValue: { values: ProtobufValue[] } }
  | { structValue: ProtobufStruct };

/** A `google.protobuf.Struct`. */
export interface ProtobufStruct {
  fields: { [name: string]: ProtobufValue };
}

export function toStruct(object: JsonObject): ProtobufStruct {
  return { fields: mapFields(object, toValue) };
}

export function toValue(value: Json): ProtobufValue {
  if (value === null) return { nullValue: "NULL_VALUE" };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return { numberValue: value };
  if (typeof value === "string") return { stringValue: value };
  return isObject(value) ? { structValue: toStruct(value) } : { listValue: { values: value.map(toValue) } };
}

/** Takes what a client gives, in which fields that are not set may be `null`. */
export function fromStruct(struct: unknown): JsonObject {
  return mapFields(record(record(struct)["fields"]), fromValue);
}

export function fromValue(value: unknown): Json {
  const { boolValue, numberValue, stringValue, listValue, structValue } = record(value);
  if (typeof stringValue === "string") return stringValue;
  if (typeof numberValue === "number") return numberValue;
  if (typeof boolValue === "boolean") return boolValue;
  if (structValue !== undefined && structValue !== null) return fromStruct(structValue);
  if (listValue === undefined || listValue === null) return null;
  const { values } = record(listValue);
  return Array.isArray(values) ? values.map(fromValue) : [];
}

/** Fields that are not there are not in it. */
export function record(value: unknown): { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null ? (value as { readonly [field: string]: unknown }) : {};
}

/** Protobuf's empty text is an absent one. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Of an enum, whose names stand in the order of their numbers; the first stands for all that is not among them. */
export function enumName<N extends string>(names: readonly [N, ...N[]], value: unknown): N {
  const name = typeof value === "number" ? names[value] : names.find((each) => each === value);
  return name ?? names[0];
}

/** A `google.protobuf.Timestamp`, in milliseconds since 1970, or a `Duration`. */
export function milliseconds(timestamp: unknown): number | undefined {
  const { seconds, nanos } = record(timestamp);
  if (seconds === undefined || seconds === null) return undefined;
  return Number(seconds) * 1000 + Math.floor(Number(nanos ?? 0) / 1e6);
}

export function timestamp(time: number): { readonly seconds: number; readonly nanos: number } {
  const seconds = Math.floor(time / 1000);
  return { seconds, nanos: Math.round((time - seconds * 1000) * 1e6) };
}

/** Leaves out what is `undefined`. */
export function present<T>(fields: { readonly [F in keyof T]-?: T[F] | undefined }): T {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as T; // what `T` needs is not undefined, or the call would not compile
}

function mapFields<T, R>(
  fields: { readonly [name: string]: T },
  turn: (value: T) => R,
): { [name: string]: R } {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, turn(value)]));
}
