// What a build says, in the canonical spelling -> where the schema finds it wrong.
import { createRequire } from "node:module";
import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { buildSchema } from "../format/build-schema.ts";
import { durationSeconds } from "../format/duration.ts";
import type { Path } from "./build-file.ts";

export interface FormatError {
  readonly error: ErrorObject;
  readonly path: Path;
}

let compiled: ValidateFunction | undefined;

export function formatErrors(value: unknown): readonly FormatError[] {
  const validate = (compiled ??= loadAjv().compile(buildSchema));
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== "propertyNames") // comes after that of the name
    .map((error) => ({ error, path: pathOf(error.instancePath, value) }));
}

/** Loaded when something is read, as in pipeline/ir. */
function loadAjv(): Ajv2020 {
  const { Ajv2020 } = createRequire(import.meta.url)("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  const ajv = new Ajv2020({ allErrors: true, strictRequired: false, strictTypes: false, verbose: true });
  ajv.addFormat("seconds", (text: string) => durationSeconds(text) !== undefined);
  ajv.addFormat("base64", isBase64);
  return ajv;
}

/** Of either alphabet, padded; Google's readers pass over line ends and blanks. */
function isBase64(text: string): boolean {
  const digits = text.replaceAll(/\s/g, "");
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/_-]*={0,2}$/.test(digits);
}

/** Indices are numbers where a list is. */
function pathOf(pointer: string, value: unknown): Path {
  let at = value;
  return pointer
    .split("/")
    .slice(1)
    .map((escaped) => {
      const part = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
      const isIndex = Array.isArray(at);
      at = (at as { readonly [part: string]: unknown } | undefined)?.[part]; // the check has been there
      return isIndex ? Number(part) : part;
    });
}
