// A Python with Google's clients, in a virtual environment of its own: `.venv-google`, made the first time it is needed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runChild } from "../../scripts/child-process.ts";
import { exclusively } from "../../scripts/python/exclusive.ts";
import { findPython } from "../../scripts/python/find-python.ts";
import { installPackages } from "../../scripts/python/install-packages.ts";

const folder = resolve(import.meta.dirname, "../../.venv-google");
const requirements = join(import.meta.dirname, "requirements-google.txt");

/** Gives its executable. Takes about a minute where there is none yet, or where the packages have changed. */
export async function googlePython(): Promise<string> {
  const python = join(folder, "bin", "python");
  const stamp = join(folder, "installed");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const isWhole = (): boolean => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isWhole()) return python;
  await exclusively(`${folder}.lock`, { onWait: () => {} }, async () => {
    if (isWhole()) return;
    rmSync(folder, { recursive: true, force: true });
    const { executable } = await findPython();
    const lines: string[] = [];
    const onLine = (line: string): void => void lines.push(line);
    const code = await runChild(executable, ["-m", "venv", folder], { env: process.env, onLine });
    if (code !== 0) throw new Error(`${executable} -m venv ${folder}: ${lines.join(" ")}`);
    await installPackages({ folder, requirements: [requirements], env: process.env, onProgress: () => {} });
    writeFileSync(join(folder, ".gitignore"), "*\n");
    writeFileSync(stamp, wanted);
  });
  return python;
}
