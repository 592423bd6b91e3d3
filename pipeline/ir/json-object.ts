// Objects that were read from a file: which values are some, and which fields they have themselves.
import type { Json } from "./pipeline-spec.ts";

export type JsonObject = { readonly [field: string]: Json };

/** What is of a narrower type keeps it: of `Json` it is a `JsonObject`. */
export function isObject(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is no object has no fields. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** A field's name may be "constructor", or what else every object inherits. */
export function own<T>(of: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
}
