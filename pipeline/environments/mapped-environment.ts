// What somebody named to stand for an image: a folder with an `environment.json`, a virtual environment, or programs.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../ir/user-error.ts";
import type { Environment } from "./environment.ts";
import { readEnvironment } from "./load-environments.ts";
import { hasPython, isFolder, pythonEnvironment } from "./python-environment.ts";

/** `where` says who named it, such as `--image "x=y"`. Throws `ENVIRONMENT_INVALID`. */
export function mappedEnvironment(pattern: string, folder: string, where: string): Environment {
  const path = resolve(folder);
  if (existsSync(join(path, "environment.json"))) return { ...readEnvironment(path), images: [pattern] };
  if (hasPython(path)) return { ...pythonEnvironment(path, where), images: [pattern] };
  const programs = join(path, "bin");
  if (isFolder(programs)) {
    return { folder: path, images: [pattern], path: [programs], env: {}, passEnv: [], fingerprint: ["bin"] };
  }
  const found = isFolder(path) ? "has nothing to run a task with" : "is no folder";
  throw new UserError(
    "ENVIRONMENT_INVALID",
    `${where}: ${path} ${found}. Name a folder that has an environment.json, is a Python virtual environment, or has a bin/.`,
  );
}
