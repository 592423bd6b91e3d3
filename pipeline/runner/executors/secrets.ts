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
  return textMasker(secretsInVariables(env));
}

/** The secrets among variables: values whose names say so, and passwords in URLs. */
export function secretsInVariables(env: { readonly [name: string]: string }): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => [
    ...namedSecrets(name, value),
    ...passwordsInUrls(value),
  ]);
}

/** Gives what replaces each of the texts by `***`, also where it stands in JSON, in a URL or in Python's literals. */
export function textMasker(secrets: readonly string[]): (text: string) => string {
  const longestFirst = [...new Set(secrets.flatMap(spellings))].sort((a, b) => b.length - a.length); // one may contain another
  return (text) => longestFirst.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

/** As programs print it; of most texts all are the same. */
function spellings(text: string): readonly string[] {
  const json = [inJson(text), inAscii(inJson(text))];
  const jsonInJson = json.flatMap((each) => [inJson(each), inAscii(inJson(each))]);
  const url = inUrl(text);
  return [text, ...json, ...jsonInJson, text.replaceAll("\\", "\\\\"), url, ...pythonUrls(url)];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Python's `json.dumps` has it, unit by unit. */
function inAscii(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function inUrl(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")); // half a character has no place in a URL
}

/** `urllib.parse.quote`, which leaves `/`, and `quote_plus`. */
function pythonUrls(url: string): readonly string[] {
  const quoted = url.replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return [quoted.replaceAll("%2F", "/"), quoted.replaceAll("%20", "+")];
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
