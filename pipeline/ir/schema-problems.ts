// Says in sentences what a JSON schema finds wrong with something that was read from a file.
import { createRequire } from "node:module";
import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import type { Schema } from "./json-schema.ts";

/**
 * `whole` names what the file should be, as "a pipeline"; `format` who says which fields there are. The check gives one
 * sentence for each problem.
 */
export function compileSchema(
  schema: Schema,
  whole: string,
  format = "KFP",
): (value: unknown) => readonly string[] {
  let compiled: ValidateFunction | undefined;
  return (value) => {
    const validate = (compiled ??= loadAjv().compile(schema));
    if (validate(value)) return [];
    return (validate.errors ?? [])
      .filter(({ keyword }) => keyword !== "anyOf")
      .map((error) => sentence(error, { whole, format }));
  };
}

/** Loaded when something is read: whoever only writes does not wait for it. */
function loadAjv(): Ajv2020 {
  const { Ajv2020 } = createRequire(import.meta.url)("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  return new Ajv2020({ allErrors: true, strictRequired: false, allowUnionTypes: true, verbose: true });
}

function sentence(
  { instancePath, keyword, params, message, data }: ErrorObject,
  { whole, format }: { readonly whole: string; readonly format: string },
): string {
  const path = instancePath.slice(1).replaceAll("~1", "/").replaceAll("~0", "~") || whole;
  switch (keyword) {
    case "additionalProperties":
      return `${path} has a field "${params["additionalProperty"]}", which ${format} does not know.`;
    case "required":
      return `${path} has no field "${params["missingProperty"]}".`;
    case "enum":
      return `${path} must be one of ${params["allowedValues"].join(", ")}.`;
    case "not":
      return `${path} has two fields of which it may have one.`;
    case "type": {
      const types = [params["type"]].flat().map((type) => typeNames[type] ?? type);
      return `${path} must be ${types.join(" or ")}, not ${shown(data)}.`;
    }
    default:
      return `${path} ${message ?? "is wrong"}.`;
  }
}

const typeNames: { readonly [type: string]: string } = {
  object: "a mapping",
  array: "a list",
  string: "text",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
};

/** The value where it is short, else what it is. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
