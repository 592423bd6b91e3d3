// Writes what came of a run to a file, whole or not at all.
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { RunResult } from "../../pipeline/runner/index.ts";

/** Finds out before the run whether the file can be written; gives what writes it. Throws `RESULT_UNWRITABLE`. */
export async function prepareResult(file: string): Promise<(result: RunResult) => Promise<void>> {
  const path = resolve(file);
  const partial = `${path}.partial`;
  const write = async (text: string): Promise<void> => {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(partial, text);
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new UserError(
        "RESULT_UNWRITABLE",
        `--result ${file}: cannot be written (${code}). Choose another.`,
      );
    }
  };
  await write("");
  await rm(partial);
  return async (result) => {
    await write(`${JSON.stringify(result, null, 2)}\n`);
    await rename(partial, path);
  };
}
