// A Python virtual environment as the environment of every image that nothing else stands for.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../ir/user-error.ts";
import type { Environment } from "./environment.ts";

/** `folder` is the virtual environment's own. Throws `PYTHON_MISSING` if there is no `bin/python` in it. */
export function pythonEnvironment(folder: string): Environment {
  const bin = join(resolve(folder), "bin");
  if (!existsSync(join(bin, "python")) && !existsSync(join(bin, "python3"))) {
    throw new UserError(
      "PYTHON_MISSING",
      `--python "${folder}": there is no bin/python in it. Name a virtual environment's folder.`,
    );
  }
  return {
    folder: resolve(folder),
    images: ["*"],
    path: [bin],
    env: { PYTHONUNBUFFERED: "1" },
    passEnv: [],
    fingerprint: [],
  };
}
