// Outputs of tasks that succeeded, by key: one file each, so that runs at the same time cannot spoil another's.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../ir/json-object.ts";
import type { Values } from "../values.ts";

interface CacheEntry {
  readonly version: 3;
  readonly outputs: Values;
  /** Artifacts that must still be as they were; some artifacts are metadata alone, some are elsewhere. */
  readonly contents: readonly ArtifactContent[];
}

interface ArtifactContent {
  readonly path: string;
  /** All that is below the path, by name; of an artifact that is a file, that file under the name "". */
  readonly files: readonly { readonly name: string; readonly size: number; readonly mtimeMs: number }[];
}

/** `undefined`: there is no entry, or its artifacts are gone or changed. */
export async function readCache(root: string, key: string): Promise<Values | undefined> {
  try {
    const entry: unknown = JSON.parse(readFileSync(entryFile(root, key), "utf8"));
    if (!isEntry(entry)) return undefined;
    for (const content of entry.contents) {
      if (!isDeepStrictEqual(await contentOf(content.path), content)) return undefined;
    }
    return entry.outputs;
  } catch {
    return undefined;
  }
}

/** Whoever reads it sees all of it or nothing. What cannot be looked through is not kept. */
export async function writeCache(root: string, key: string, outputs: Values): Promise<void> {
  const paths = Object.values(outputs.artifacts)
    .flat()
    .map(({ uri }) => uri)
    .filter((uri) => isAbsolute(uri) && existsSync(uri));
  const contents = await Promise.all(paths.map(contentOf)).catch(() => undefined);
  if (contents === undefined) return;
  const entry: CacheEntry = { version: 3, outputs, contents };
  const file = entryFile(root, key);
  const partial = `${file}.${randomUUID()}.partial`;
  // At once: a way through the pool of threads takes longer than these.
  mkdirSync(join(root, "cache"), { recursive: true });
  writeFileSync(partial, JSON.stringify(entry));
  renameSync(partial, file);
}

function entryFile(root: string, key: string): string {
  return join(root, "cache", `${key}.json`);
}

/** Rejects for a folder that holds a link to a folder: what is behind it may change unseen, or lead back here. */
async function contentOf(path: string): Promise<ArtifactContent> {
  const below = (await stat(path)).isDirectory()
    ? (await readdir(path, { recursive: true, withFileTypes: true }))
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name))
    : [path];
  const files: ArtifactContent["files"][number][] = [];
  for (const file of below.sort()) {
    const stats = await stat(file).catch(() => lstat(file)); // a link may lead nowhere
    if (stats.isDirectory()) throw new TypeError(`${file} is a link to a folder`);
    const { size, mtimeMs } = stats;
    files.push({ name: relative(path, file), size, mtimeMs });
  }
  return { path, files };
}

function isEntry(value: unknown): value is CacheEntry {
  if (!isObject(value) || value["version"] !== 3 || !Array.isArray(value["contents"])) return false;
  const { outputs } = value;
  if (!isObject(outputs) || !isObject(outputs["parameters"]) || !isObject(outputs["artifacts"])) return false;
  const artifacts = Object.values(outputs["artifacts"]);
  return artifacts.every((list) => Array.isArray(list) && list.every(isArtifact));
}

function isArtifact(value: unknown): boolean {
  return isObject(value) && typeof value["uri"] === "string";
}
