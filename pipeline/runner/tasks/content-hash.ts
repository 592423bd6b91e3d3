// One hash over the content of a file, or of a folder with everything in it.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Something is there that has no content to hash; the message reads `<path> is <what>. <what to do>`. */
export class ContentError extends Error {}

/**
 * Hexadecimal SHA-256; names below the folder count, the folder's own place does not. Throws if there is nothing,
 * `ContentError` for a device and its like and for a link to a folder around it, and once the signal is aborted.
 */
export async function contentHash(path: string, signal?: AbortSignal): Promise<string> {
  return hashWithin([], path, signal);
}

/** `folders` are those that the path is in, by identity. */
async function hashWithin(
  folders: readonly string[],
  path: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  signal?.throwIfAborted();
  const hash = createHash("sha256");
  const stats = await stat(path, { bigint: true });
  if (stats.isFile()) {
    await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
    return hash.digest("hex");
  }
  if (!stats.isDirectory()) {
    throw new ContentError(
      `${path} is neither a file nor a folder but a pipe, a socket or a device. Remove it`,
    );
  }
  const identity = `${stats.dev}:${stats.ino}`;
  if (folders.includes(identity)) {
    throw new ContentError(`${path} is a link that leads back to a folder it is in. Remove it`);
  }
  for (const name of (await readdir(path)).sort()) {
    hash.update(`${name}\0${await hashWithin([...folders, identity], join(path, name), signal)}\0`);
  }
  return hash.update("folder").digest("hex");
}
