// Reads values of a platform's config as the types that `kubernetes()` takes; what is of another type stays as it is.
import { isRef, type Ref } from "../../../dsl/handle.ts";
import { isJson } from "../../../dsl/json.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";

/** A part of a config: JSON with handles in it. */
export type Value = unknown;
export type Fields = { readonly [field: string]: Value };

/** The config has something that `kubernetes()` has no word for. */
export class NotUsual extends Error {}

export function fieldsOf(value: Value): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isRef(value))
    throw new NotUsual();
  return value as Fields; // all that is left of JSON
}

export function listIn<T>(value: Value, read: (item: Value) => T): readonly T[] {
  if (!Array.isArray(value)) throw new NotUsual();
  return value.map((item: Value) => read(item));
}

export function textIn(value: Value): string {
  if (typeof value !== "string") throw new NotUsual();
  return value;
}

export function textsIn(value: Value): readonly string[] {
  return listIn(value, textIn);
}

export function flagIn(value: Value): boolean {
  if (typeof value !== "boolean") throw new NotUsual();
  return value;
}

export function numberIn(value: Value): number {
  if (typeof value !== "number") throw new NotUsual();
  return value;
}

/** Protobuf writes 64-bit numbers as text. */
export function longIn(value: Value): number {
  return Number(textIn(value));
}

export function labelsIn(value: Value): { readonly [name: string]: string } {
  const labels = fieldsOf(value);
  return Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, textIn(label)]));
}

export function oneOfIn<T extends string>(...words: readonly T[]): (value: Value) => T {
  return (value) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw new NotUsual();
    return word;
  };
}

/** What is no JSON has handles in it. */
export function jsonIn(value: Value): Json {
  if (!isJson(value)) throw new NotUsual();
  return value;
}

export function handleIn(value: Value): Ref<never> {
  if (!isRef(value)) throw new NotUsual();
  return value as Ref<never>; // its type is written in the printed code
}

/** The fields that are there, each read; what is not among them makes the config differ from what it was. */
export function readFields<R extends { readonly [field: string]: (value: Value) => unknown }>(
  fields: Fields,
  readers: R,
): { readonly [K in keyof R]?: ReturnType<R[K]> } {
  const present = Object.entries(readers).filter(([name]) => Object.hasOwn(fields, name));
  const read = present.map(([name, reader]) => [name, reader(fields[name])] as const);
  return Object.fromEntries(read) as { readonly [K in keyof R]?: ReturnType<R[K]> }; // the readers' own types
}
