// Makes sure, before anything long starts, that what a twin is made of can be kept.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { diskError } from "../../pipeline/runner/index.ts";

/** Makes the folder. Throws `ROOT_UNUSABLE`, with the reason, if nothing can be written to it. */
export async function checkRoot(root: string): Promise<void> {
  const trial = join(root, `.trial-${process.pid}`);
  try {
    await mkdir(root, { recursive: true });
    await writeFile(trial, "x".repeat(1 << 16)); // more than a disk that is as good as full takes
    await rm(trial);
  } catch (error) {
    await rm(trial, { force: true }).catch(() => {});
    const isFile = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw isFile ? notFolder(root) : (diskError(root, error) ?? error);
  }
}

function notFolder(root: string): UserError {
  return new UserError("ROOT_UNUSABLE", `${root}: it is a file. Choose another place with --root.`);
}
