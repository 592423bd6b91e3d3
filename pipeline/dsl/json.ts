// Constants given by the author, as JSON that nobody can change later.
import type { Json } from "../ir/pipeline-spec.ts";

/** Copies lists and plain objects; what is no JSON stays as it is, for the compiler to report. */
export function copyJson(value: Json): Json {
  if (Array.isArray(value)) return Object.freeze(value.map(copyJson));
  if (!isPlainObject(value)) return value;
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copyJson(field)])),
  );
}

/** Handles inside a constant and dates, functions, `undefined` or `NaN` are no JSON. */
export function isJson(value: unknown): value is Json {
  if (typeof value === "string") return value.isWellFormed(); // no file holds half a character
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isPlainObject(value) && Object.values(value).every(isJson);
}

export function isPlainObject(value: unknown): value is { readonly [name: string]: Json } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
