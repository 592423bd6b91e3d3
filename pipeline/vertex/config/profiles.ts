// Reads the profiles of `pollux.json`: `{"profile": "dev", "profiles": {"dev": {"project": ...}, "prod": {...}}}`.
import { readFileSync } from "node:fs";
import { isObject, own, type JsonObject } from "../../ir/json-object.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { UserError } from "../../ir/user-error.ts";

export interface Profile {
  /** `pollux.json, profile "dev"`. */
  readonly origin: string;
  readonly values: JsonObject;
}

export interface ProfileChoice {
  /** Must exist, unless `isDefault`. */
  readonly file: string;
  readonly isDefault: boolean;
  /** Default: what the file says is the profile; without that, its only one. */
  readonly name: string | undefined;
}

/** `undefined`: no file, or no profiles in it. Other fields of the file are other commands' business. */
export function readProfile({ file, isDefault, name }: ProfileChoice): Profile | undefined {
  const content = parse(file, isDefault);
  const profiles = content?.["profiles"] ?? {};
  if (!isObject(profiles)) throw wrong(file, '"profiles" is no object. Write {"dev": {"project": ...}}');
  const names = Object.keys(profiles);
  const listed = names.length === 0 ? "none" : names.join(", ");
  const chosen = name ?? content?.["profile"] ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) {
    if (names.length === 0) return undefined;
    throw wrong(file, `says not which profile is meant. Give one of ${listed} with --profile, or "profile"`);
  }
  if (typeof chosen !== "string") throw wrong(file, `"profile" is ${JSON.stringify(chosen)}. Name a profile`);
  const values = own(profiles, chosen);
  if (values === undefined) {
    throw wrong(file, `there is no profile "${chosen}". The profiles are: ${listed}`);
  }
  if (!isObject(values)) throw wrong(file, `profile "${chosen}" is no object. Correct it`);
  return { origin: `${file}, profile "${chosen}"`, values };
}

function parse(file: string, isDefault: boolean): JsonObject | undefined {
  let content: Json;
  try {
    content = JSON.parse(readFileSync(file, "utf8")) as Json; // JSON.parse gives nothing else
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isAbsent && isDefault) return undefined;
    if (isAbsent) throw wrong(file, "there is no such file. Name one that there is with --config");
    throw wrong(file, `cannot be read as JSON (${(error as Error).message}). Correct it`);
  }
  if (isObject(content)) return content;
  throw wrong(file, "is no JSON object. Correct it");
}

function wrong(file: string, what: string): UserError {
  return new UserError("CONFIG_INVALID", `${file}: ${what}.`);
}
