// One hash over what an environment's tasks run and see, so that what has changed is not answered from the cache.
import { createHash } from "node:crypto";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { delimiter, dirname, join, matchesGlob, relative } from "node:path";
import type { Environment } from "./environment.ts";
import { type CallerEnv, passedVariables, processEnv } from "./process-env.ts";

/**
 * Hexadecimal SHA-256 over the names and bytes of the files that `fingerprint` names (files, folders with all in them,
 * or patterns such as `trainer/*.py` and `../../components/**`), the environment's folders and variables, the caller's
 * variables that it lets through, and the interpreters that its tasks find, with what is installed for them.
 */
export async function fingerprintOf(environment: Environment, callerEnv: CallerEnv = {}): Promise<string> {
  const files = new Set<string>();
  for (const pattern of environment.fingerprint) {
    for (const file of await filesOf(join(environment.folder, pattern))) files.add(file);
  }
  const hash = createHash("sha256");
  for (const file of [...files].sort()) {
    const bytes = await readFile(file);
    hash.update(`${relative(environment.folder, file)}\0${bytes.length}\0`).update(bytes);
  }
  const { path, env, threads = {} } = environment;
  const passed = Object.entries(passedVariables(environment, callerEnv)).filter(
    ([name]) => !withoutMeaning.has(name),
  );
  const surroundings = {
    path,
    env: Object.entries(env).sort(),
    threads: Object.entries(threads).sort(),
    passed: passed.sort(),
    interpreters: await interpreters(processEnv(environment, callerEnv)["PATH"] ?? ""),
    installed: await Promise.all(path.map(installedFor)),
  };
  return hash.update(JSON.stringify(surroundings)).digest("hex");
}

/** They differ from one caller to the next, and tasks do the same with either. */
const withoutMeaning: ReadonlySet<string> = new Set("HOME PATH TMPDIR PWD OLDPWD SHLVL TERM _".split(" "));

/** Of each, the first on the path, behind its links. */
async function interpreters(path: string): Promise<readonly (readonly [string, number, number])[]> {
  const found = await Promise.all(
    ["python3", "python", "node"].map(async (name) => {
      for (const folder of path.split(delimiter)) {
        const file = await realpath(join(folder, name)).catch(() => undefined);
        if (file === undefined) continue;
        const { size, mtimeMs } = await stat(file);
        return [[file, size, mtimeMs] as const];
      }
      return [];
    }),
  );
  return found.flat();
}

/** `bin` is a virtual environment's, or else nothing: names and versions of its packages, and what it is made of. */
async function installedFor(bin: string): Promise<readonly string[]> {
  const folder = dirname(bin);
  const settings = await readFile(join(folder, "pyvenv.cfg"), "utf8").catch(() => undefined);
  if (settings === undefined) return [];
  const libraries = (await namesIn(join(folder, "lib"))).filter((name) => name.startsWith("python"));
  const packages = await Promise.all(
    libraries.map((name) => namesIn(join(folder, "lib", name, "site-packages"))),
  );
  return [
    settings,
    ...packages
      .flat()
      .filter((name) => name.endsWith(".dist-info"))
      .sort(),
  ];
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** A name that fits nothing has no files: the environment then differs once they are there. */
async function filesOf(pattern: string): Promise<readonly string[]> {
  const fixed = pattern.split("/").findIndex((part) => /[*?[{]/.test(part));
  if (fixed === -1) return filesUnder(pattern);
  const files = await filesUnder(pattern.split("/").slice(0, fixed).join("/"));
  return files.filter((file) => matchesGlob(file, pattern));
}

/** Compiled Python, installed packages and hidden files say nothing about the code. */
const passedOver = /^(__pycache__|node_modules|\..*)$/;

async function filesUnder(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !passedOver.test(name));
  return (await Promise.all(names.map((name) => filesUnder(join(path, name))))).flat();
}
