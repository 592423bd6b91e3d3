// Makes sure, before anything long starts, that what a run makes can be kept.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../pipeline/ir/user-error.ts";
import { diskError } from "../pipeline/runner/index.ts";

/** Leaves no trace. Throws `ROOT_UNUSABLE`, with the reason, if nothing can be written to it. */
export async function checkRoot(root: string): Promise<void> {
  if (root === "") throw new UserError("ROOT_UNUSABLE", "--root: it is empty. Name a folder with --root.");
  const trial = join(root, `.trial-${process.pid}`);
  try {
    const made = await mkdir(root, { recursive: true });
    await writeFile(trial, "x".repeat(1 << 16)); // more than a disk that is as good as full takes
    await rm(made ?? trial, { recursive: true });
  } catch (error) {
    await rm(trial, { force: true }).catch(() => {});
    const { code } = error as NodeJS.ErrnoException; // of the file system's calls above
    if (code === "EEXIST") throw notFolder(root);
    if (code === "ENOENT") throw leadsNowhere(root);
    throw diskError(root, error) ?? error;
  }
}

function notFolder(root: string): UserError {
  return new UserError("ROOT_UNUSABLE", `${root}: it is a file. Choose another place with --root.`);
}

function leadsNowhere(root: string): UserError {
  return new UserError("ROOT_UNUSABLE", `${root}: it leads nowhere. Choose another place with --root.`);
}
