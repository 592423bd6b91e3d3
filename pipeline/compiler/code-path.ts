// Where a component's TypeScript module stands in its package: an image holds the package, wherever that is there.
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** `components/ingest/run.ts`; `codeProblem` says before why there may be none. */
export function codePath(code: string): string {
  const file = fileURLToPath(code);
  const root = packageRoot(dirname(file));
  if (root === undefined) throw new Error(`${code} is in no package`);
  return relative(root, file).split(sep).join("/");
}

/** What is wrong with the address of a module, if something is. */
export function codeProblem(code: string): string | undefined {
  if (!code.startsWith("file:")) {
    return `its code is "${code}", which is no file. Give new URL("./run.ts", import.meta.url).`;
  }
  const file = fileURLToPath(code);
  if (packageRoot(dirname(file)) === undefined) {
    return `its code "${basename(file)}" stands in no package. Put a package.json above it.`;
  }
  return existsSync(file)
    ? undefined
    : `its code "${codePath(code)}" does not exist. Write it, or correct the URL.`;
}

function packageRoot(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : packageRoot(above);
}
