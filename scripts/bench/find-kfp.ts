// Finds the `kfp` program of kfp's Python SDK, or makes an environment that has it.
import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { findPython } from "../python/find-python.ts";

const run = promisify(execFile);

export const kfpVersion = "2.17.0";

export interface Kfp {
  readonly executable: string;
  /** As "kfp 2.17.0". */
  readonly version: string;
}

/** As a benchmark's options say; one is installed into `folder`. Where there is none, `without` says what that means. */
export async function chooseKfp(
  options: { readonly kfp?: string | undefined; readonly "install-kfp": boolean },
  folder: string,
  without: string,
): Promise<Kfp | undefined> {
  const wanted = options["install-kfp"] ? await installKfp(join(folder, `kfp-${kfpVersion}`)) : options.kfp;
  const kfp = await findKfp(wanted);
  if (kfp === undefined) {
    console.error(`kfp is not on PATH: ${without}. --kfp names one, --install-kfp installs it.`);
  }
  return kfp;
}

/** `wanted` is a path; without it, PATH decides. `undefined` where there is none. */
async function findKfp(wanted: string | undefined): Promise<Kfp | undefined> {
  const executable = wanted === undefined ? "kfp" : resolve(wanted);
  try {
    const { stdout } = await run(executable, ["--version"]);
    const [version] = /\d+(\.\d+)+/.exec(stdout) ?? [];
    return { executable, version: `kfp ${version ?? "of an unknown version"}` };
  } catch {
    if (wanted === undefined) return undefined;
    throw new UserError("NO_KFP", `bench: ${wanted} is no kfp that runs. Give the path of one to --kfp.`);
  }
}

/** Into `folder`, where it stays for the next time. */
async function installKfp(folder: string): Promise<string> {
  const executable = join(folder, "bin", "kfp");
  if (await runs(executable)) return executable;
  const python = await findPython();
  try {
    await run(python.executable, ["-m", "venv", "--clear", folder]);
    await run(join(folder, "bin", "pip"), ["install", "--quiet", `kfp==${kfpVersion}`], { maxBuffer: 1e8 });
  } catch (error) {
    const lines = String(error instanceof Error ? error.message : error)
      .trim()
      .split("\n");
    throw new UserError(
      "KFP_NOT_INSTALLED",
      `bench: kfp ${kfpVersion} could not be installed: ${lines.at(-1)}. Install it yourself, and give its path to --kfp.`,
    );
  }
  return executable;
}

async function runs(executable: string): Promise<boolean> {
  return run(executable, ["--version"]).then(
    () => true,
    () => false,
  );
}
