// A .dockerignore -> which files of a context an image build does not see.
import { posix } from "node:path";
import { globMatcher } from "./globs.ts";

/** Of a path from the context's root. The last pattern that fits it, or a folder that it is in, decides. */
export function dockerIgnore(text: string): (path: string) => boolean {
  const patterns = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const isException = line.startsWith("!");
      const path = isException ? line.slice(1).trim() : line;
      const clean = posix.normalize(path).replace(/^\/+|\/+$/g, "");
      return { isException, matches: globMatcher(clean === "" || clean === "." ? "." : clean) };
    });
  return (path) => {
    const names = path.split("/");
    const folders = names.map((_, at) => names.slice(0, at + 1).join("/"));
    const last = patterns.findLast(({ matches }) => folders.some((folder) => matches(folder)));
    return last !== undefined && !last.isException;
  };
}
