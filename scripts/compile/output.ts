// Where a compiled pipeline goes, and whether what is there already is the same.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { splitTarget } from "../pipeline-module.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** `-` is stdout; a folder takes every file; without `out` a file goes beside its source. */
export function outputPath(target: string, out: string | undefined): string {
  const [file] = splitTarget(target);
  const name = `${basename(file).replace(/\.[cm]?tsx?$/, "")}.yaml`;
  if (out === undefined) return join(dirname(file), name);
  if (out === "-") return out;
  const isFolder = out.endsWith("/") || (existsSync(out) && statSync(out).isDirectory());
  return isFolder ? join(out, name) : out;
}

/** Two pipelines must not be written over each other. */
export function requireDistinct(outputs: readonly string[]): void {
  const twice = outputs.find((path, index) => path !== "-" && outputs.indexOf(path) !== index);
  if (twice === undefined) return;
  throw new UserError("SAME_OUTPUT", `${twice}: two pipelines go there. Compile them one by one with --out.`);
}

/** Whole or not at all. Says whether anything changed. */
export function writeOutput(path: string, text: string): "written" | "unchanged" {
  if (current(path) === text) return "unchanged";
  if (!existsSync(dirname(path))) {
    throw new UserError(
      "NO_SUCH_FOLDER",
      `${path}: its folder does not exist. Create it, or give another --out.`,
    );
  }
  const temporary = `${path}.${process.pid}.part`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return "written";
}

/** `undefined` if the file says exactly `text`; else in one line where it does not. */
export function staleness(path: string, text: string): string | undefined {
  const there = current(path);
  if (there === text) return undefined;
  if (there === undefined) return `${path}: does not exist. Compile it.`;
  const [oldLines, newLines] = [there.split("\n"), text.split("\n")];
  const index = newLines.findIndex((line, at) => line !== oldLines[at]);
  const at = index === -1 ? newLines.length : index;
  const shown = (line: string | undefined) => (line === undefined ? "missing" : JSON.stringify(line.trim()));
  return `${path}: is stale: line ${at + 1} is ${shown(oldLines[at])}, should be ${shown(newLines[at])}. Compile it again.`;
}

function current(path: string): string | undefined {
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new UserError("IS_A_FOLDER", `${path}: is a folder. Give a file with --out, or move the folder.`);
  }
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
