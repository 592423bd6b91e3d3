// Writes what came of a run to a file, whole or not at all.
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { RunResult } from "../../pipeline/runner/index.ts";

/**
 * Finds out before the run whether the file can be written, and removes an older one, which would be taken for this
 * run's; gives what writes it. Throws `RESULT_UNWRITABLE`.
 */
export async function prepareResult(file: string): Promise<(result: RunResult) => Promise<void>> {
  const path = resolve(file);
  const partial = `${path}.partial`;
  const orUnwritable = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      const { code = String(error) } = error as NodeJS.ErrnoException; // all that is done is the file system's work
      throw new UserError(
        "RESULT_UNWRITABLE",
        `--result ${file}: cannot be written (${code}). Choose another.`,
      );
    }
  };
  if (file === "") throw new UserError("RESULT_UNWRITABLE", "--result: it is empty. Name a file.");
  await orUnwritable(async () => {
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    await writeFile(partial, "");
    await rm(partial);
  });
  return (result) =>
    orUnwritable(async () => {
      await writeFile(partial, `${JSON.stringify(result, null, 2)}\n`);
      await rename(partial, path);
    });
}
