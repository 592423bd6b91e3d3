// A build that the API does not take -> what is left of it without the mistakes, so that the rest is looked at too.
import { isObject } from "../../pipeline/ir/json-object.ts";
import type { Build } from "../format/build.ts";
import type { BuildFile, Path } from "./build-file.ts";
import { formatErrors, type FormatError } from "./format-errors.ts";

type Mended = Pick<BuildFile, "build" | "placeOf">;

/** Changes `value`. Nothing where a mistake is not one of a single field: what is left would say something else. */
export function mendBuild(
  value: unknown,
  errors: readonly FormatError[],
  placeOf: BuildFile["placeOf"],
): Mended | undefined {
  const dropped: Path[] = [];
  const isMended = errors.every((error) => mend(value, error, dropped));
  const kept = dropItems(value, dropped);
  if (!isMended || formatErrors(value).length > 0) return undefined;
  const written = (path: Path): Path =>
    path.map((part, index) =>
      typeof part === "number" ? (kept.get(keyOf(path.slice(0, index)))?.[part] ?? part) : part,
    );
  return { build: value as Build, placeOf: (path, of) => placeOf(written(path), of) }; // as the schema says
}

function mend(value: unknown, { error, path }: FormatError, dropped: Path[]): boolean {
  const { keyword, params, data, propertyName, schema } = error;
  if (isLoose(path, data)) {
    dropped.push(path);
    return true;
  }
  switch (keyword) {
    case "additionalProperties":
      return remove(value, [...path, String(params["additionalProperty"])]);
    case "pattern":
      return remove(value, [...path, propertyName ?? ""]);
    case "not":
      return remove(value, [
        ...path,
        String((schema as { readonly required: readonly string[] }).required[1]),
      ]); // oneOf's
    case "type":
      return params["type"] === "string" ? putText(value, path, data) : remove(value, path);
    case "enum":
    case "format":
      return remove(value, path);
    default:
      return false;
  }
}

/** An item of a list that is no less without it. Of `waitFor` only what is nothing: what else is there is some step. */
function isLoose(path: Path, data: unknown): boolean {
  const list = path.at(-2);
  if (typeof path.at(-1) !== "number") return false;
  return list === "waitFor" ? data === null : list === "allowExitCodes" || list === "sourceProvenanceHash";
}

function putText(value: unknown, path: Path, data: unknown): boolean {
  if (data === null) return put(value, path, "");
  if (typeof data !== "object") return put(value, path, String(data));
  const text = textOfPair(path, data);
  return text === undefined ? remove(value, path) : put(value, path, text);
}

/** `- FOO: bar` in a list of texts is a mapping, and was meant as the text that it looks like, or as FOO=bar. */
function textOfPair(path: Path, data: unknown): string | undefined {
  if (!isObject(data) || typeof path.at(-1) !== "number") return undefined;
  const [pair, ...others] = Object.entries(data);
  if (pair === undefined || others.length > 0 || (typeof pair[1] === "object" && pair[1] !== null)) {
    return undefined;
  }
  return pair.join(path.at(-2) === "env" ? "=" : ": ");
}

/** Of a mapping: what follows an item of a list would move up. */
function remove(value: unknown, path: Path): boolean {
  const parent = parentOf(value, path);
  return parent !== undefined && !Array.isArray(parent) && Reflect.deleteProperty(parent, path.at(-1) ?? "");
}

function put(value: unknown, path: Path, text: string): boolean {
  const parent = parentOf(value, path);
  return parent !== undefined && Reflect.set(parent, path.at(-1) ?? "", text);
}

/** The indices that the items left in each list had, by the list's path. */
function dropItems(value: unknown, dropped: readonly Path[]): ReadonlyMap<string, readonly number[]> {
  const kept = new Map<string, readonly number[]>();
  const drops = new Set(dropped.map(keyOf));
  for (const path of dropped) {
    const list = parentOf(value, path);
    const at = path.slice(0, -1);
    if (!Array.isArray(list) || kept.has(keyOf(at))) continue;
    const left = [...list.keys()].filter((index) => !drops.has(keyOf([...at, index])));
    kept.set(keyOf(at), left);
    list.splice(0, list.length, ...left.map((index): unknown => list[index]));
  }
  return kept;
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function parentOf(value: unknown, path: Path): object | undefined {
  let at = value;
  for (const part of path.slice(0, -1)) {
    at = typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined;
  }
  return path.length > 0 && typeof at === "object" && at !== null ? at : undefined;
}
