// A root to the ids of the runs in it.
import { closeSync, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

/** Newest first. Folders that hold no events, and links, are no runs. */
export function runIds(root: string): readonly string[] {
  const runs = join(root, "runs");
  return foldersIn(runs)
    .flatMap((id) => {
      const time = beginning(join(runs, id, "events.jsonl"));
      return time === undefined ? [] : [{ id, time }];
    })
    .sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}

function foldersIn(folder: string): readonly string[] {
  try {
    if (!lstatSync(folder).isDirectory()) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^\w[\w-]*$/.test(entry.name))
      .map(({ name }) => name);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

/** The first event says when; of a run that was killed before it, the file does. `undefined`: there is no such file. */
function beginning(file: string): number | undefined {
  try {
    if (!lstatSync(file).isFile()) return undefined;
    const time = /"time":(\d+)/.exec(start(file))?.[1];
    return time === undefined ? lstatSync(file).mtimeMs : Number(time);
  } catch {
    return undefined;
  }
}

function start(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(256);
    return buffer.toString("utf8", 0, readSync(descriptor, buffer));
  } finally {
    closeSync(descriptor);
  }
}
