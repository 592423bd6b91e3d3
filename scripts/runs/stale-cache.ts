// A root's cache to the entries of it that nobody can use any more, and what else tasks keep for later runs.
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contains } from "../../pipeline/runner/journal.ts";
import { folderSize } from "../../pipeline/runner/record/list-runs.ts";
import { isFolder } from "./check-runs-root.ts";

export interface CacheFile {
  readonly path: string;
  readonly size: number;
}

/** Half-written ones that no living runner can still be at. */
const abandonedAfterMs = 3_600_000;

/** `all`: every entry. `without`: folders that are about to go, as if they were gone. */
export function staleEntries(
  root: string,
  { all, without, now }: { readonly all: boolean; readonly without: readonly string[]; readonly now: number },
): readonly CacheFile[] {
  const folder = join(root, "cache");
  return filesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return [];
    const isPartial = name.endsWith(".partial");
    if (!isPartial && !/^[\da-f]{64}\.json$/.test(name)) return [];
    const goes = isPartial ? now - stats.mtimeMs > abandonedAfterMs : all || isStale(path, without);
    return goes ? [{ path, size: stats.size }] : [];
  });
}

/** What Python compiled, and the tasks' checkpoints: tasks that run may be using them. */
export function keptFolders(root: string): readonly CacheFile[] {
  return [join("cache", "python"), "checkpoints"].flatMap((name) => {
    const path = join(root, name);
    return isFolder(path) ? [{ path, size: folderSize(path) }] : [];
  });
}

function filesIn(folder: string): readonly string[] {
  return isFolder(folder) ? readdirSync(folder) : [];
}

/** One of its artifacts is gone, or it is damaged. */
function isStale(file: string, without: readonly string[]): boolean {
  try {
    const { contents } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly contents: readonly { readonly path: string }[];
    };
    return contents.some(({ path }) => !existsSync(path) || without.some((folder) => contains(folder, path)));
  } catch {
    return true;
  }
}
