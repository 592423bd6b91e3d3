// What the schema finds wrong with a build -> what to say about it.
import type { ErrorObject } from "ajv/dist/2020.js";
import { isObject } from "../../pipeline/ir/json-object.ts";
import { quoted } from "../findings/found.ts";
import type { Path } from "./build-file.ts";
import { nameOf } from "./name-of.ts";
import { wordsOf } from "./read-scalar.ts";
import { unknownField } from "./unknown-field.ts";

/** What each finding needs besides its code, message and remedy. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly path: Path;
  readonly key?: boolean;
}

export function problemOf(error: ErrorObject, path: Path, written: () => string): Problem {
  const { keyword, params, data, propertyName } = error;
  switch (keyword) {
    case "additionalProperties":
      return unknownField(path, String(params["additionalProperty"]), error.parentSchema?.["properties"]);
    case "pattern":
      return substitutionName(path, propertyName ?? "");
    case "enum":
      return unknownValue(path, data, params["allowedValues"]);
    case "format":
      return params["format"] === "seconds" ? wrongDuration(path, String(data)) : wrongBase64(path);
    case "not":
      return twoOfOne(path, error.schema);
    case "minItems":
      return missing("steps", path);
    case "required":
      return missing(String(params["missingProperty"]), path);
    default:
      if (error.parentSchema?.["format"] === "base64") return wrongBase64(path);
      return wrongType(path, data, { type: String(params["type"]), written: written() });
  }
}

function missing(field: string, path: Path): Problem {
  if (field === "steps") {
    return {
      code: "NO_STEPS",
      message: "the build has no steps, and needs at least one.",
      remedy: "List a step under steps:.",
      path,
    };
  }
  const message = `${nameOf(path)} has no field "${field}".`;
  return { code: "MISSING_FIELD", message, remedy: `Give it the field ${field}:.`, path };
}

function substitutionName(path: Path, name: string): Problem {
  const isBuiltIn = /^[A-Z][A-Z0-9_]*$/.test(name);
  return {
    code: "SUBSTITUTION_NAME",
    message: isBuiltIn
      ? `${quoted(name)} cannot be set in a config: names of a config's own begin with _.`
      : `${quoted(name)} is no name for a substitution, which is _ and capital letters, digits and _.`,
    remedy: isBuiltIn
      ? `Remove it if it is one of Cloud Build's own, or name it "_${name}".`
      : `Name it "_${name
          .replace(/^_/, "")
          .replaceAll(/[^A-Za-z0-9_]/g, "_")
          .toUpperCase()}".`,
    path: [...path, name],
    key: true,
  };
}

function unknownValue(path: Path, data: unknown, allowed: readonly string[]): Problem {
  const near =
    typeof data === "string"
      ? allowed.find((each) => each === data.toUpperCase().replaceAll("-", "_"))
      : undefined;
  return {
    code: "UNKNOWN_VALUE",
    message: `${nameOf(path)} is ${shown(data)}, which the API does not know.`,
    remedy: near === undefined ? `Use one of: ${allowed.join(", ")}.` : `Write ${near}.`,
    path,
  };
}

function wrongDuration(path: Path, data: string): Problem {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|m|h|d|min|)$/.exec(data.trim()) ?? [];
  const factor = { ms: 0.001, "": 1, m: 60, min: 60, h: 3600, d: 86_400 }[unit ?? "none"];
  const instead = factor === undefined ? "600s" : `${Number((Number(amount) * factor).toFixed(9))}s`;
  const why = data.includes("$") ? ", and substitutions are not made here" : "";
  return {
    code: "WRONG_DURATION",
    message: `${nameOf(path)} is ${quoted(data)}, which is not a number of seconds with an s${why}.`,
    remedy: factor === undefined ? `Write seconds, as ${instead}.` : `Write ${instead}.`,
    path,
  };
}

/** Says nothing of the value, which is a secret's. */
function wrongBase64(path: Path): Problem {
  return {
    code: "WRONG_BASE64",
    message: `${nameOf(path)} is not text in base64, padded with =.`,
    remedy: "Encrypt the value with Cloud KMS, and write what comes out as base64 in quotes.",
    path,
    key: true,
  };
}

function twoOfOne(path: Path, schema: unknown): Problem {
  const [first, second] = isObject(schema) && Array.isArray(schema["required"]) ? schema["required"] : [];
  return {
    code: "TWO_OF_ONE",
    message: `${nameOf(path)} has "${first}" and "${second}", of which it may have one.`,
    remedy: "Keep one of the two.",
    path: [...path, String(second)],
    key: true,
  };
}

function wrongType(
  path: Path,
  data: unknown,
  { type, written }: { readonly type: string; readonly written: string },
): Problem {
  const want = wanted[type] ?? type;
  return {
    code: path[0] === "substitutions" && data === null ? "EMPTY_SUBSTITUTION" : "WRONG_TYPE",
    message: `${nameOf(path)} is ${whatIs(data)}, and ${want} is wanted.`,
    remedy: type === "string" ? asText(data, { path, written }) : `Write ${want}.`,
    path,
  };
}

function asText(data: unknown, { path, written }: { readonly path: Path; readonly written: string }): string {
  if (data === null && path.at(-2) === "waitFor") {
    return 'Write "-" in quotes for a step that waits for nothing, or remove it.';
  }
  if (data === null) return 'Write "" for the empty text, or remove it.';
  return typeof data === "object" ? "Write one text." : `Write it in quotes: "${written}".`;
}

const wanted: { readonly [type: string]: string } = {
  object: "a mapping",
  array: "a list",
  string: "text",
  boolean: "true or false",
  integer: "a whole number",
};

function whatIs(data: unknown): string {
  if (Array.isArray(data)) return "a list";
  if (isObject(data)) return "a mapping";
  return typeof data === "string" ? quoted(data) : wordsOf(data as number | boolean | null); // what else JSON has
}

function shown(data: unknown): string {
  return typeof data === "string" ? quoted(data) : whatIs(data);
}
