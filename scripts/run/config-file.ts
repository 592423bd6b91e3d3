// Reads `pollux.json` of the current folder: what stands for images there.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isObject, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

export interface Config {
  /** The file's path. */
  readonly file: string;
  /** Absolute folders by patterns over image references, in the order of the file. */
  readonly images: { readonly [pattern: string]: string };
  /** A virtual environment's absolute folder. Default: none is named. */
  readonly python?: string;
}

/** `profile` and `profiles` are Vertex AI's; whoever submits reads them. */
const fields = ["images", "python", "profile", "profiles"];

/** Paths in the file start at its folder. A folder without the file has an empty one. Throws `CONFIG_INVALID`. */
export function readConfig(folder: string): Config {
  const file = join(folder, "pollux.json");
  const content = parse(file);
  const unknown = Object.keys(content).filter((field) => !fields.includes(field));
  if (unknown.length > 0) {
    throw wrong(file, `has the unknown fields ${unknown.join(", ")}. Use ${fields.join(", ")}`);
  }
  const { images = {}, python } = content;
  const mapped = isObject(images) ? Object.entries(images) : undefined;
  if (mapped?.every((entry): entry is [string, string] => typeof entry[1] === "string") !== true) {
    throw wrong(file, `"images" is ${JSON.stringify(images)}. Write {"PATTERN": "FOLDER"}`);
  }
  if (python !== undefined && typeof python !== "string") {
    throw wrong(file, `"python" is ${JSON.stringify(python)}. Name a virtual environment's folder`);
  }
  return {
    file,
    images: Object.fromEntries(mapped.map(([pattern, path]) => [pattern, resolve(dirname(file), path)])),
    ...(python !== undefined && { python: resolve(dirname(file), python) }),
  };
}

function parse(file: string): JsonObject {
  let content: Json;
  try {
    content = JSON.parse(readFileSync(file, "utf8")) as Json; // JSON.parse gives nothing else
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw wrong(file, `cannot be read as JSON (${(error as Error).message}). Correct it`);
  }
  if (isObject(content)) return content;
  throw wrong(file, "is no JSON object. Correct it");
}

function wrong(file: string, what: string): UserError {
  return new UserError("CONFIG_INVALID", `${file}: ${what}.`);
}
