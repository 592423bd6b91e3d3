// Reads the profiles of `pollux.json`: `{"profile": "dev", "profiles": {"dev": {"project": ...}, "prod": {...}}}`.
import { isObject, own, type JsonObject } from "../../ir/json-object.ts";
import { configError, readConfigContent } from "./config-content.ts";

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
  const content = contentOf(file, isDefault);
  const profiles = content?.["profiles"] ?? {};
  if (!isObject(profiles))
    throw configError(file, '"profiles" is no object. Write {"dev": {"project": ...}}');
  const names = Object.keys(profiles);
  const listed = names.length === 0 ? "none" : names.join(", ");
  const chosen = name ?? content?.["profile"] ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) {
    if (names.length === 0) return undefined;
    throw configError(
      file,
      `says not which profile is meant. Give one of ${listed} with --profile, or "profile"`,
    );
  }
  if (typeof chosen !== "string")
    throw configError(file, `"profile" is ${JSON.stringify(chosen)}. Name a profile`);
  const values = own(profiles, chosen);
  if (values === undefined) {
    throw configError(file, `there is no profile "${chosen}". The profiles are: ${listed}`);
  }
  if (!isObject(values)) throw configError(file, `profile "${chosen}" is no object. Correct it`);
  return { origin: `${file}, profile "${chosen}"`, values };
}

function contentOf(file: string, isDefault: boolean): JsonObject | undefined {
  const content = readConfigContent(file);
  if (content !== undefined || isDefault) return content;
  throw configError(file, "there is no such file. Name one that there is with --config");
}
