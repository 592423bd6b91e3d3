// Turns what esbuild could not do into lines for the person who wrote the component: where, what, and the remedy.
import type { Message } from "esbuild";
import type { Module } from "./locate-module.ts";

/** What the generated entry is called in esbuild's messages. */
export const entryName = "pollux-entry";

/** One line for each error; no path of this machine. */
export function describeBuildFailure(module: Module, errors: readonly Message[]): string {
  const lines = errors.map(({ text, location }) => {
    const fromEntry = location === null || location.file === entryName;
    const where = fromEntry ? module.name : `${location.file}:${location.line}:${location.column + 1}`;
    const what =
      fromEntry && isNoDefault(text) ? noDefault : describe(text.replaceAll(`${module.root}/`, ""));
    return `${where}: ${what}`;
  });
  return [...new Set(lines)].join("\n");
}

const noDefault = "it has no default export. Export `implement(...)` as its default.";

function isNoDefault(text: string): boolean {
  return /^No matching export in ".*" for import "default"$/.test(text);
}

function describe(text: string): string {
  const missing = /^Could not resolve "(.*)"$/.exec(text)?.[1];
  if (missing !== undefined) {
    return /^[./#]/.test(missing)
      ? `it imports "${missing}", which is not there. Write that file, or correct the path.`
      : `it imports "${missing}", which is not installed. Install it, or correct the name.`;
  }
  const [, extension, file] = /^No loader is configured for "(.*)" files: (.*)$/.exec(text) ?? [];
  if (extension !== undefined) {
    return `it imports "${file}", and ${extension} files cannot be bundled. Use an image that holds it.`;
  }
  return `${text}. Correct it.`;
}
