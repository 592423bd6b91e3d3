// Keeps secrets that a task was given in its variables out of what is shown and stored.
import { existsSync } from "node:fs";
import { isObject, type JsonObject } from "../../ir/json-object.ts";
import type { Json } from "../../ir/pipeline-spec.ts";

/** One part of a name, as in `HF_TOKEN`, `PGPASSWORD` or `OPENAI_APIKEY`; not `AUTHOR`, `MONKEY` or `TOKENIZERS`. */
const secretWord =
  /^(api|access|private|secret)?keys?$|tokens?$|secrets?$|passw(or)?ds?$|^(pass|pwd)$|passphrase$|credentials?$|^auth$|authorization$/i;
/** `scheme://user:password@host`; the password goes up to the last `@` before the path. */
const urlPassword = /:\/\/[^\s/?#:@]*:([^\s/?#]+)@/g;
/** Shorter values would blot out ordinary words. */
const shortest = 6;

/** Gives what replaces each secret value in one line of text by `***`. */
export function secretMasker(env: { readonly [name: string]: string }): (text: string) => string {
  return textMasker(
    Object.entries(env).flatMap(([name, value]) => [...namedSecrets(name, value), ...passwordsInUrls(value)]),
  );
}

/** Gives what replaces each of the texts by `***`. */
export function textMasker(secrets: readonly string[]): (text: string) => string {
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length); // one may contain another
  return (text) => longestFirst.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

/** The secrets among parameters: values whose names say so, in structs too, and passwords in URLs. */
export function secretsIn(parameters: JsonObject): readonly string[] {
  return Object.entries(parameters).flatMap(([name, value]) => secretsOf(name, value));
}

function secretsOf(name: string, value: Json): readonly string[] {
  if (typeof value === "string") {
    return [...(isSecretName(name) ? namedSecrets("secret", value) : []), ...passwordsInUrls(value)];
  }
  if (Array.isArray(value)) return value.flatMap((item: Json) => secretsOf(name, item));
  return isObject(value) ? secretsIn(value) : [];
}

/** Whether what is called so is likely a secret: `api_key`, `apiKey` and `API-KEY` alike. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, "$1_$2").split(/[^A-Za-z\d]+/);
  return words.some((word) => secretWord.test(word));
}

/** For showing parameters: a secret's name makes its value `***`, in structs too, and so does a URL its password. */
export function maskParameters(parameters: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, isSecretName(name) ? "***" : maskJson(value)]),
  );
}

function maskJson(value: Json): Json {
  if (isObject(value)) return maskParameters(value);
  if (Array.isArray(value)) return value.map(maskJson);
  if (typeof value !== "string") return value;
  return passwordsInUrls(value).reduce((masked, secret) => masked.replaceAll(secret, "***"), value);
}

/** Line by line, as texts come. */
function namedSecrets(name: string, value: string): readonly string[] {
  if (!isSecretName(name)) return [];
  if (value.startsWith("/") && existsSync(value)) return []; // where a secret is, not the secret
  return value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortest);
}

function passwordsInUrls(value: string): readonly string[] {
  return [...value.matchAll(urlPassword)]
    .flatMap(([, password = ""]) => [password, decoded(password)])
    .map((password) => (password.length >= shortest ? password : `:${password}@`)); // a short one only in its place
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
