// Makes sure that a folder is a root of runs before anything in it is deleted.
import { lstatSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { runIds } from "../../pipeline/runner/record/run-ids.ts";

/** Gives its real path. Throws `ROOT_UNKNOWN` where there are neither runs nor a cache of ours. */
export function checkRunsRoot(root: string): string {
  const real = realPath(root);
  for (const name of ["runs", "cache"]) {
    if (isLink(join(real, name))) {
      throw new UserError(
        "ROOT_UNKNOWN",
        `${root}: its "${name}" is a link, and links are not followed. Name the folder itself.`,
      );
    }
  }
  if (runIds(real).length > 0 || isOurs(real)) return real;
  throw new UserError("ROOT_UNKNOWN", `${root}: holds no runs. Name the folder that does with --root.`);
}

function realPath(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    throw new UserError(
      "ROOT_UNKNOWN",
      `${root}: there is no such folder. Name the one that holds the runs with --root.`,
    );
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** A root whose runs are all gone has both folders still. */
function isOurs(root: string): boolean {
  return ["runs", "cache"].every((name) => isFolder(join(root, name)));
}

/** Itself, not through a link. */
export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
