// The variables that a task's process sees: a clean few of the caller's, and what its environment says.
import { delimiter } from "node:path";
import type { Environment } from "./environment.ts";
import { globToRegExp } from "./glob.ts";

const always = ["HOME", "LANG", "TMPDIR"];

export type CallerEnv = { readonly [name: string]: string | undefined };

/** `callerEnv` is usually `process.env`. Of it pass PATH (after the environment's own), HOME, LANG, TMPDIR and `passEnv`. */
export function processEnv(environment: Environment, callerEnv: CallerEnv): Record<string, string> {
  const basic = always.flatMap((name) => {
    const value = callerEnv[name];
    return value === undefined ? [] : [[name, value]];
  });
  const path = [...environment.path, ...(callerEnv.PATH === undefined ? [] : [callerEnv.PATH])];
  return {
    ...Object.fromEntries(basic),
    ...passedVariables(environment, callerEnv),
    ...environment.env,
    PATH: path.join(delimiter),
  };
}

/** What the environment lets through by name. */
export function passedVariables({ passEnv }: Environment, callerEnv: CallerEnv): Record<string, string> {
  const patterns = passEnv.map(globToRegExp);
  return Object.fromEntries(
    Object.entries(callerEnv).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && patterns.some((pattern) => pattern.test(entry[0])),
    ),
  );
}
