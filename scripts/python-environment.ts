// Makes the trainer's Python environment, `.venv`, the first time it is needed: the pinned packages and no others.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../pipeline/ir/user-error.ts";
import { runChild } from "./child-process.ts";
import { exclusively } from "./python/exclusive.ts";
import { findPython, isSupported, probePython } from "./python/find-python.ts";
import { installPackages } from "./python/install-packages.ts";
import type { LiveLine } from "./terminal/live-line.ts";

export interface PythonEnvironmentOptions {
  readonly line: LiveLine;
  /** Also what only the tests need. Default: false. */
  readonly test?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** The folder with `containers/trainer`; `.venv` goes there. Default: this repository. */
  readonly root?: string;
}

/** What an environment that is whole says of itself, in `pollux.json`. */
interface Stamp {
  readonly requirements: readonly string[];
}

const repository = resolve(import.meta.dirname, "..");

/**
 * Gives the environment's Python. One that is whole and up to date is used as it is; one that a killed process left
 * behind is made anew.
 */
export async function ensurePythonEnvironment(options: PythonEnvironmentOptions): Promise<string> {
  const root = options.root ?? repository;
  const folder = join(root, ".venv");
  const python = join(folder, "bin", "python");
  const requirements = requirementFiles(root, options.test ?? false);
  const wanted = await Promise.all(requirements.map(digest));
  if (await isWhole(folder, wanted, options.env)) return python;
  await orDiskFull(folder, () =>
    exclusively(
      join(folder, "lock"),
      {
        onWait: (pid) => options.line.print(`Another process (${pid}) is making the Python environment.`),
        ...(options.signal && { signal: options.signal }),
      },
      async () => {
        if (!(await isWhole(folder, wanted, options.env))) await make(folder, requirements, wanted, options);
      },
    ),
  );
  return python;
}

/** The lock of the trainer's packages, and that of what its tests need besides. */
export function requirementFiles(root: string, test: boolean): readonly string[] {
  const trainer = join(root, "containers", "trainer");
  const files = [join(trainer, "requirements.txt")];
  return test ? [...files, join(trainer, "requirements-test.txt")] : files;
}

async function make(
  folder: string,
  requirements: readonly string[],
  wanted: readonly string[],
  options: PythonEnvironmentOptions,
): Promise<void> {
  const { line } = options;
  const env = options.env ?? process.env;
  const marker = join(folder, "unfinished");
  const usable = !existsSync(marker) && (await runs(folder, env));
  const machinePython = usable ? undefined : await findPython(env);
  const test = options.test ? ", with what the tests need" : "";
  line.print(
    machinePython === undefined
      ? `Bringing the Python environment up to date${test}.`
      : `Making the Python environment with Python ${machinePython.version}${test} (once; about a minute).`,
  );
  const started = performance.now();
  await mkdir(folder, { recursive: true });
  await writeFile(marker, "");
  await rm(join(folder, "pollux.json"), { force: true });
  if (machinePython !== undefined) {
    line.update("python environment");
    await clear(folder);
    await makeVenv(machinePython.executable, folder, env, options.signal);
  }
  await installPackages({
    folder,
    requirements,
    env,
    onProgress: (done, total, text) => line.progress("python environment", { done, total, text, started }),
    ...(options.signal && { signal: options.signal }),
  });
  const stamp: Stamp = { requirements: wanted };
  await writeFile(join(folder, "pollux.json.part"), JSON.stringify(stamp));
  await rename(join(folder, "pollux.json.part"), join(folder, "pollux.json"));
  await rm(marker);
  line.print(`The Python environment is ready (${Math.round((performance.now() - started) / 1000)} s).`);
}

async function isWhole(
  folder: string,
  wanted: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const has = new Set(await readStamp(join(folder, "pollux.json")));
  return wanted.every((one) => has.has(one)) && (await runs(folder, env));
}

/** What was installed; nothing where that cannot be told. */
async function readStamp(file: string): Promise<Stamp["requirements"]> {
  try {
    return (JSON.parse(await readFile(file, "utf8")) as Stamp).requirements; // as `make` writes it
  } catch {
    return [];
  }
}

/** Whether its Python starts: the machine's Python, which it points to, may be gone. */
async function runs(folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const executable = join(folder, "bin", "python");
  const python = existsSync(executable) ? await probePython(executable, env) : undefined;
  return python !== undefined && isSupported(python.version);
}

/** Empties the folder but for what says that it is being made, and by whom. */
async function clear(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== "lock" && name !== "unfinished");
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true })));
}

async function makeVenv(
  python: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<void> {
  const lines: string[] = [];
  const code = await runChild(python, ["-m", "venv", folder], {
    env,
    onLine: (text) => lines.push(text),
    ...(signal && { signal }),
  });
  if (code === 0) return;
  const said = lines.filter((text) => text.trim() !== "").join(" ");
  if (/No space left/i.test(said)) throw diskFull(folder);
  throw new UserError(
    "VENV_FAILED",
    `python: ${python} -m venv ${folder} failed: ${said}. Mend that Python, or let POLLUX_PYTHON name another.`,
  );
}

async function digest(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}

async function orDiskFull(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOSPC" ? diskFull(folder) : error;
  }
}

function diskFull(folder: string): UserError {
  return new UserError(
    "DISK_FULL",
    `python: the disk of ${folder} is full; the environment needs about 1 GB. Free some space and run the command again.`,
  );
}
