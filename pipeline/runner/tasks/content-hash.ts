// One hash over the content of a file, or of a folder with everything in it.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Hexadecimal SHA-256; names below the folder count, the folder's own place does not. Throws if there is nothing. */
export async function contentHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  if (!(await stat(path)).isDirectory()) {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  }
  const entries = await readdir(path);
  for (const name of entries.sort()) hash.update(`${name}\0${await contentHash(join(path, name))}\0`);
  return hash.update("folder").digest("hex");
}
