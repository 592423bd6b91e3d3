// A Python on this machine as an environment: for every image, or for those that hold Python and nothing else.
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../ir/user-error.ts";
import type { Environment } from "./environment.ts";

/** Docker's own image of Python. */
const officialImages = [
  "python",
  "python:*",
  "python@*",
  "docker.io/python:*",
  "*/library/python:*",
  "*/library/python@*",
];
/** What KFP's components name where nobody chose an image, and what Red Hat gives in its place. */
const pythonImages = [
  ...officialImages,
  "registry.access.redhat.com/ubi*/python-*",
  "registry.redhat.io/ubi*/python-*",
];

/** `folder` is a virtual environment's. `where` says who named it. Throws `PYTHON_MISSING` if it has no `bin/python`. */
export function pythonEnvironment(folder: string, where = `--python "${folder}"`): Environment {
  if (!hasPython(folder)) {
    throw new UserError(
      "PYTHON_MISSING",
      `${where}: there is no bin/python in it. Name a virtual environment's folder.`,
    );
  }
  return environmentIn(resolve(folder), ["*"]);
}

export interface FoundPython {
  /** Where `.venv` may be. */
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
}

/**
 * For images of Python: `.venv` of the folder, or else the virtual environment that is active, or else the machine's
 * Python, which stands for Docker's own alone.
 */
export function defaultPythonEnvironment({ cwd, env }: FoundPython): Environment {
  const folder = [join(cwd, ".venv"), env["VIRTUAL_ENV"] ?? ""].find(hasPython);
  if (folder !== undefined) return environmentIn(resolve(cwd, folder), pythonImages);
  return {
    folder: cwd,
    images: officialImages,
    path: [],
    env: unbuffered,
    passEnv: [],
    fingerprint: [],
    readOnly: true,
  };
}

const unbuffered = { PYTHONUNBUFFERED: "1" };

function environmentIn(folder: string, images: readonly string[]): Environment {
  const isVirtual = existsSync(join(folder, "pyvenv.cfg"));
  return {
    folder,
    images,
    path: [join(folder, "bin")],
    env: { ...unbuffered, ...(isVirtual && { VIRTUAL_ENV: folder }) },
    passEnv: [],
    fingerprint: [],
    readOnly: true,
  };
}

export function hasPython(folder: string): boolean {
  return folder !== "" && ["python3", "python"].some((name) => existsSync(join(folder, "bin", name)));
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
