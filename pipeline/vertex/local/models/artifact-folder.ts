// Where a model's files are on this machine.
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileOfUri } from "../storage/buckets.ts";

/**
 * `gs://bucket/folder` is in the local bucket. What tasks of local jobs make is in no bucket: of that the address is a
 * path, which must be under the root. `undefined`: it is neither. Throws `INVALID_ARGUMENT` for an impossible object.
 */
export function artifactFolder(uri: string, root: string): string | undefined {
  const file = fileOfUri(join(root, "buckets"), uri);
  if (file !== undefined) return file;
  if (!isAbsolute(uri)) return undefined;
  const inside = relative(root, resolve(uri));
  return inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    ? undefined
    : resolve(uri);
}
