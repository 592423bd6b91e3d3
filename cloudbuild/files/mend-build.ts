// A build that the API does not take -> what is left of it without the mistakes, so that the rest is looked at too.
import type { Build } from "../format/build.ts";
import type { Path } from "./build-file.ts";
import { formatErrors, type FormatError } from "./format-errors.ts";

/** Changes `value`. Nothing where a mistake is not one of a single field: what is left would say something else. */
export function mendBuild(value: unknown, errors: readonly FormatError[]): Build | undefined {
  const isMended = errors.every((error) => mend(value, error));
  return isMended && formatErrors(value).length === 0 ? (value as Build) : undefined; // as the schema says
}

function mend(value: unknown, { error, path }: FormatError): boolean {
  const { keyword, params, data, propertyName, schema } = error;
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
      if (params["type"] === "string" && typeof data !== "object") return put(value, path, String(data));
      return data === null && params["type"] === "string" ? put(value, path, "") : remove(value, path);
    case "enum":
    case "format":
      return remove(value, path);
    default:
      return false;
  }
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

function parentOf(value: unknown, path: Path): object | undefined {
  let at = value;
  for (const part of path.slice(0, -1)) {
    at = typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined;
  }
  return path.length > 0 && typeof at === "object" && at !== null ? at : undefined;
}
