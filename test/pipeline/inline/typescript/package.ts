// A package somewhere else on this machine, made of the files that a test gives, with links to what is installed here.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../../..");

export interface PackageOptions {
  /** Folders between the temporary folder and the package; default none. */
  readonly below?: string;
  /** Folder in the package that the files stand in; default the package's own. */
  readonly within?: string;
}

/** Gives the URL of `run.ts` in it. */
export function makePackage(
  files: { readonly [path: string]: string },
  { below = "", within = "" }: PackageOptions = {},
): string {
  const folder = join(temporaryFolder(), below);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("package.json", '{ "type": "module" }');
  write("tsconfig.json", readFileSync(join(root, "tsconfig.json"), "utf8"));
  for (const [path, text] of Object.entries(files)) write(join(within, path), text);
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules", "pollux"));
  symlinkSync(join(root, "node_modules", "yaml"), join(folder, "node_modules", "yaml"));
  return pathToFileURL(join(folder, within, "run.ts")).href;
}
