// Outputs of tasks that succeeded, by key: one file each, so that runs at the same time cannot spoil another's.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Values } from "../values.ts";

interface CacheEntry {
  readonly version: 1;
  readonly outputs: Values;
  /** Artifact files that must still be there; some artifacts are metadata alone. */
  readonly files: readonly string[];
}

/** `undefined`: there is no entry, or its artifacts are gone. */
export async function readCache(root: string, key: string): Promise<Values | undefined> {
  try {
    const entry = JSON.parse(await readFile(entryFile(root, key), "utf8")) as CacheEntry; // written below
    return entry.version === 1 && entry.files.every((file) => existsSync(file)) ? entry.outputs : undefined;
  } catch {
    return undefined;
  }
}

/** Whoever reads it sees all of it or nothing. */
export async function writeCache(root: string, key: string, outputs: Values): Promise<void> {
  const files = Object.values(outputs.artifacts)
    .flat()
    .map(({ uri }) => uri)
    .filter((uri) => isAbsolute(uri) && existsSync(uri));
  const entry: CacheEntry = { version: 1, outputs, files };
  const file = entryFile(root, key);
  const partial = `${file}.${randomUUID()}.partial`;
  await mkdir(join(root, "cache"), { recursive: true });
  await writeFile(partial, JSON.stringify(entry));
  await rename(partial, file);
}

function entryFile(root: string, key: string): string {
  return join(root, "cache", `${key}.json`);
}
