// Finds the file that a component's code URL names, and the package around it.
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../ir/user-error.ts";
import { packageRoot } from "./package-root.ts";

/** A component's module: the file, the folder of its package, and its path in there, which messages name it by. */
export interface Module {
  readonly file: string;
  readonly root: string;
  readonly name: string;
}

/** Throws `BUNDLE_FAILED` where there is no such file. */
export function locateModule(code: string): Module {
  if (!code.startsWith("file:")) {
    throw new UserError(
      "BUNDLE_FAILED",
      `${code}: it is no file, so it cannot be bundled. Give new URL("./run.ts", import.meta.url).`,
    );
  }
  const given = fileURLToPath(code);
  if (!existsSync(given)) {
    throw new UserError(
      "BUNDLE_FAILED",
      `${basename(given)}: it does not exist, so it cannot be bundled. Write it, or correct the URL.`,
    );
  }
  const file = realpathSync(given); // as esbuild sees it: a path through a link would show in the bundle
  const root = packageRoot(dirname(file)) ?? dirname(file);
  return { file, root, name: relative(root, file).split(sep).join("/") };
}
