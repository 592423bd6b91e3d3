// One hash over the code that an environment's tasks run, so that changed code is not answered from the cache.
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, matchesGlob, relative } from "node:path";
import type { Environment } from "./environment.ts";

/**
 * Hexadecimal SHA-256 over the names and bytes of the files that `fingerprint` names: files, folders with all in them,
 * or patterns such as `trainer/*.py` and `../../components/**`. The same wherever the folder lies.
 */
export async function fingerprintOf(environment: Environment): Promise<string> {
  const files = new Set<string>();
  for (const pattern of environment.fingerprint) {
    for (const file of await filesOf(join(environment.folder, pattern))) files.add(file);
  }
  const hash = createHash("sha256");
  for (const file of [...files].sort()) {
    const bytes = await readFile(file);
    hash.update(`${relative(environment.folder, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** A name that fits nothing has no files: the environment then differs once they are there. */
async function filesOf(pattern: string): Promise<readonly string[]> {
  const fixed = pattern.split("/").findIndex((part) => /[*?[{]/.test(part));
  if (fixed === -1) return filesUnder(pattern);
  const files = await filesUnder(pattern.split("/").slice(0, fixed).join("/"));
  return files.filter((file) => matchesGlob(file, pattern));
}

/** Compiled Python, installed packages and hidden files say nothing about the code. */
const passedOver = /^(__pycache__|node_modules|\..*)$/;

async function filesUnder(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !passedOver.test(name));
  return (await Promise.all(names.map((name) => filesUnder(join(path, name))))).flat();
}
