// Paths from the repository's root -> texts, of the repository's own files alone.
import { readFileSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";

/** Reads no file outside the repository, whatever links there are in it. `undefined`: there is none, or it is a folder. */
export function repositoryReader(root: string): (path: string) => string | undefined {
  const real = realpathSync(root);
  return (path) => {
    try {
      const file = realpathSync(join(real, path));
      const way = relative(real, file);
      const isOutside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
      return isOutside ? undefined : readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  };
}
