// Reads `pollux.json` of the current folder: what stands for images there.
import { join, resolve } from "node:path";
import { isObject } from "../../pipeline/ir/json-object.ts";
import { configError, readConfigContent } from "../../pipeline/vertex/config/config-content.ts";

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
  const content = readConfigContent(file) ?? {};
  const unknown = Object.keys(content).filter((field) => !fields.includes(field));
  if (unknown.length > 0) {
    throw configError(file, `has the unknown fields ${unknown.join(", ")}. Use ${fields.join(", ")}`);
  }
  const { images = {}, python } = content;
  const mapped = isObject(images) ? Object.entries(images) : undefined;
  if (mapped?.every((entry): entry is [string, string] => typeof entry[1] === "string") !== true) {
    throw configError(file, `"images" is ${JSON.stringify(images)}. Write {"PATTERN": "FOLDER"}`);
  }
  if (python !== undefined && typeof python !== "string") {
    throw configError(file, `"python" is ${JSON.stringify(python)}. Name a virtual environment's folder`);
  }
  return {
    file,
    images: Object.fromEntries(mapped.map(([pattern, path]) => [pattern, resolve(folder, path)])),
    ...(python !== undefined && { python: resolve(folder, python) }),
  };
}
