// What stands for images in a run, the first that fits: what the command line names, what `pollux.json` names, what the
// folders under containers/ say of themselves, this Node, and a Python.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  defaultPythonEnvironment,
  type Environment,
  loadEnvironments,
  mappedEnvironment,
  nodeEnvironment,
  pythonEnvironment,
} from "../../pipeline/environments/index.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { readConfig } from "./config-file.ts";

export interface EnvironmentOptions {
  /** `PATTERN=FOLDER`. */
  readonly images: readonly string[];
  /** A virtual environment for whatever nothing else stands for. Default: `pollux.json`'s. */
  readonly python: string | undefined;
  /** Default: the current folder. */
  readonly cwd?: string;
  /** Default: `process.env`. */
  readonly env?: { readonly [name: string]: string | undefined };
}

/** Throws a `UserError` if a folder that was named has nothing to run tasks with. */
export function runEnvironments(options: EnvironmentOptions): readonly Environment[] {
  const { cwd = process.cwd(), env = process.env } = options;
  const config = readConfig(cwd);
  const ours = resolve(import.meta.dirname, "../../containers");
  const here = join(cwd, "containers");
  const python = options.python === undefined ? config.python : resolve(cwd, options.python);
  return [
    ...options.images.map((given) => readMapping(given, cwd)),
    ...Object.entries(config.images).map(([pattern, folder]) =>
      mappedEnvironment(pattern, folder, `${config.file}: "${pattern}"`),
    ),
    ...loadEnvironments(ours),
    ...(here !== ours && existsSync(here) ? loadEnvironments(here) : []),
    nodeEnvironment(),
    python === undefined
      ? defaultPythonEnvironment({ cwd, env })
      : pythonEnvironment(
          python,
          options.python === undefined ? `${config.file}: "python"` : `--python "${options.python}"`,
        ),
  ];
}

function readMapping(given: string, cwd: string): Environment {
  const [, pattern, folder] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
  if (pattern === undefined || folder === undefined) {
    throw new UserError("WRONG_ARGUMENTS", `--image ${given}: names no folder. Write --image PATTERN=DIR.`);
  }
  return mappedEnvironment(pattern, resolve(cwd, folder), `--image "${given}"`);
}
