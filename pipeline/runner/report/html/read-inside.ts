// A path that a run names to what lies there, but only inside of the root: links do not lead a report elsewhere.
import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { contains } from "../../journal.ts";

export type Found =
  | { readonly kind: "file"; readonly path: string; readonly size: number }
  | ({ readonly kind: "folder" } & FolderFiles)
  | { readonly kind: "missing" }
  /** It may be anybody's: not opened. */
  | { readonly kind: "outside" }
  /** A pipe, a socket, a device: reading it might never end. */
  | { readonly kind: "special" };

export function findInside(root: string, path: string): Found {
  if (!isAbsolute(path)) return { kind: "missing" }; // an address elsewhere, or none at all
  try {
    const real = realpathSync(path);
    if (!contains(realpathSync(root), real)) return { kind: "outside" };
    const stats = statSync(real);
    if (stats.isDirectory()) return { kind: "folder", ...filesIn(real) };
    return stats.isFile() ? { kind: "file", path: real, size: stats.size } : { kind: "special" };
  } catch {
    return { kind: "missing" };
  }
}

/** At most so many bytes from the beginning, or from the end. Empty where it cannot be read. */
export function readPart(file: string, bytes: number, from: "start" | "end"): Buffer {
  try {
    const descriptor = openSync(file, "r");
    try {
      const { size } = statSync(file);
      const buffer = Buffer.alloc(Math.min(bytes, size));
      const read = readSync(descriptor, buffer, 0, buffer.length, from === "end" ? size - buffer.length : 0);
      return buffer.subarray(0, read);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return Buffer.alloc(0);
  }
}

export interface FolderFiles {
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Files beyond those listed. */
  readonly more: number;
  /** Of all files, as far as they were counted, in bytes. */
  readonly size: number;
}

const mostCounted = 20_000;
const mostListed = 60;

/** By name; links are listed as themselves. */
function filesIn(folder: string): FolderFiles {
  const found: { name: string; size: number }[] = [];
  const folders = [folder];
  for (const each of folders) {
    if (found.length >= mostCounted) break;
    for (const entry of entriesOf(each)) {
      const path = join(each, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else found.push({ name: relative(folder, path), size: entry.isFile() ? sizeOf(path) : 0 });
    }
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  const size = found.reduce((sum, file) => sum + file.size, 0);
  return { files: found.slice(0, mostListed), more: Math.max(0, found.length - mostListed), size };
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
