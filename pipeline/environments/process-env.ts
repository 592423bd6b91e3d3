// The variables that a task's process sees: a clean few of the caller's, and what its environment says.
import { delimiter } from "node:path";
import type { Environment } from "./environment.ts";
import { globToRegExp } from "./glob.ts";

const always = ["HOME", "LANG", "TMPDIR"];

/** `callerEnv` is usually `process.env`. Of it pass PATH (after the environment's own), HOME, LANG, TMPDIR and `passEnv`. */
export function processEnv(
  environment: Environment,
  callerEnv: { readonly [name: string]: string | undefined },
): Record<string, string> {
  const patterns = environment.passEnv.map(globToRegExp);
  const passed = Object.entries(callerEnv).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      (always.includes(entry[0]) || patterns.some((pattern) => pattern.test(entry[0]))),
  );
  const path = [...environment.path, ...(callerEnv.PATH === undefined ? [] : [callerEnv.PATH])];
  return { ...Object.fromEntries(passed), ...environment.env, PATH: path.join(delimiter) };
}
