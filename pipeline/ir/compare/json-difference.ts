// Finds where two pieces of JSON differ: each place with what stands there on either side.
import { isObject, own, type JsonObject } from "../json-object.ts";
import type { Json } from "../pipeline-spec.ts";

/** `path` is a JSON pointer without its first slash; `a` or `b` is absent where nothing stands on that side. */
export interface JsonDifference {
  readonly path: string;
  readonly a?: Json;
  readonly b?: Json;
}

export function jsonDifferences(a: Json, b: Json, path = ""): readonly JsonDifference[] {
  if (isObject(a) && isObject(b)) {
    return unionOfKeys(a, b).flatMap((key) => entryDifferences(own(a, key), own(b, key), join(path, key)));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const places = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index);
    return places.flatMap((index) => entryDifferences(a[index], b[index], join(path, String(index))));
  }
  return a === b ? [] : [{ path, a, b }];
}

/** In the order of `a`, then what only `b` has. */
export function unionOfKeys(a: JsonObject, b: JsonObject): readonly string[] {
  return [...Object.keys(a), ...Object.keys(b).filter((key) => !Object.hasOwn(a, key))];
}

/** `undefined` is what is not there. */
export function entryDifferences(
  a: Json | undefined,
  b: Json | undefined,
  path: string,
): readonly JsonDifference[] {
  if (a === undefined) return b === undefined ? [] : [{ path, b }];
  return b === undefined ? [{ path, a }] : jsonDifferences(a, b, path);
}

function join(path: string, key: string): string {
  const step = key.replaceAll("~", "~0").replaceAll("/", "~1");
  return path === "" ? step : `${path}/${step}`;
}
