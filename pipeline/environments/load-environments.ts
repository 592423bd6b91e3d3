// Reads the `environment.json` of every folder under `containers/`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { UserError } from "../ir/user-error.ts";
import type { Environment } from "./environment.ts";

const fields = ["images", "path", "env", "pathEnv", "passEnv", "fingerprint", "threads"];

/** Gives one environment per folder that has the file, by folder name. A folder that does not exist has none. */
export function loadEnvironments(folder: string): Environment[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "environment.json")))
    .map((entry) => entry.name)
    .sort()
    .map((name) => readEnvironment(resolve(folder, name)));
}

export function readEnvironment(folder: string): Environment {
  const file = join(folder, "environment.json");
  const content = parse(file);
  const unknown = Object.keys(content).filter((field) => !fields.includes(field));
  if (unknown.length > 0) {
    throw wrong(file, `has unknown fields: ${unknown.join(", ")}. Use ${fields.join(", ")}`);
  }
  const list = (field: string): readonly string[] => {
    const value = content[field] ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    throw wrong(file, `"${field}" is ${JSON.stringify(value)}. Make it a list of strings`);
  };
  const pathEnv = list("pathEnv");
  const absolute = (paths: Record<string, string>) =>
    Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, resolve(folder, path)]));
  return {
    folder,
    images: list("images"),
    path: list("path").map((path) => resolve(folder, path)),
    env: Object.fromEntries(
      Object.entries(texts(file, "env", content.env)).map(([name, value]) => [
        name,
        pathEnv.includes(name) ? absolutePaths(folder, value) : value,
      ]),
    ),
    passEnv: list("passEnv"),
    fingerprint: list("fingerprint"),
    ...(content.threads !== undefined && { threads: absolute(texts(file, "threads", content.threads)) }),
  };
}

function parse(file: string): { readonly [field: string]: unknown } {
  const text = readFileSync(file, "utf8");
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return { ...content };
  } catch {
    // Said below, as for any other content that is no object.
  }
  throw wrong(file, "is no JSON object. Correct it");
}

function texts(file: string, field: string, value: unknown = {}): Record<string, string> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : undefined;
  if (entries?.every((entry): entry is [string, string] => typeof entry[1] === "string")) {
    return Object.fromEntries(entries);
  }
  throw wrong(file, `"${field}" is ${JSON.stringify(value)}. Make it an object of strings`);
}

function absolutePaths(folder: string, value: string): string {
  return value
    .split(delimiter)
    .map((path) => resolve(folder, path))
    .join(delimiter);
}

function wrong(file: string, what: string): UserError {
  return new UserError("ENVIRONMENT_INVALID", `${file}: ${what}.`);
}
