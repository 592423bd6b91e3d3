// Reads `pollux.json`, or the file in its place, as an object; what its fields must be, say those who use them.
import { readFileSync } from "node:fs";
import { isObject, type JsonObject } from "../../ir/json-object.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { UserError } from "../../ir/user-error.ts";

/** `undefined`: there is no such file. Throws `CONFIG_INVALID`. */
export function readConfigContent(file: string): JsonObject | undefined {
  let content: Json;
  try {
    content = JSON.parse(readFileSync(file, "utf8")) as Json; // JSON.parse gives nothing else
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw configError(file, `cannot be read as JSON (${(error as Error).message}). Correct it`);
  }
  if (isObject(content)) return content;
  throw configError(file, "is no JSON object. Correct it");
}

/** `what` is what is wrong and what to do, without the last full stop. */
export function configError(file: string, what: string): UserError {
  return new UserError("CONFIG_INVALID", `${file}: ${what}.`);
}
