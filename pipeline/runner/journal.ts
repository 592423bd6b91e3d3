// The run's `events.jsonl`: what has happened, one JSON object per line, written before it counts.
import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { UserError } from "../ir/user-error.ts";
import { isKeptEvent } from "./event-shapes.ts";
import type { KeptEvent } from "./events.ts";

export interface Journal {
  /** On return the event is with the operating system: a killed runner does not lose it. */
  readonly append: (event: KeptEvent) => void;
  readonly close: () => void;
}

const fileName = "events.jsonl";

/** For a run that begins; its parameters may be secrets. Throws the file system's errors. */
export function createJournal(folder: string): Journal {
  return journalOn(openSync(join(folder, fileName), "ax", 0o600));
}

/** Makes the run's folder, which must not exist. Throws `RUN_EXISTS` and `ROOT_UNUSABLE`. */
export function createRunFolder(root: string, folder: string): void {
  try {
    mkdirSync(join(root, "runs"), { recursive: true });
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw new UserError("RUN_EXISTS", `${folder}: there is such a run already. Choose another id.`);
    }
    throw diskError(root, error) ?? error;
  }
}

/** For a run that goes on: what a killed runner began to write is cut off. Throws the file system's errors. */
export function reopenJournal(folder: string): Journal {
  const file = join(folder, fileName);
  truncateSync(file, wholeLines(readFileSync(file)).length);
  return journalOn(openSync(file, "a"));
}

/** Everything that is wholly written, in order; nothing where there is no such run. Throws `RUN_UNREADABLE`. */
export function readEvents(folder: string): readonly KeptEvent[] {
  const file = join(folder, fileName);
  const lines = wholeLines(contentOf(file)).toString("utf8").split("\n").slice(0, -1);
  return lines.map((line, index) => {
    const event = parse(line);
    if (isKeptEvent(event)) return event;
    const what = event === undefined ? "no JSON" : "no event of a run";
    throw new UserError(
      "RUN_UNREADABLE",
      `${file}: line ${index + 1} is ${what}, so the run cannot be read. Restore the file, or remove the run.`,
    );
  });
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function journalOn(descriptor: number): Journal {
  return {
    append: (event) => writeWhole(descriptor, Buffer.from(`${JSON.stringify(event)}\n`)),
    close: () => closeSync(descriptor),
  };
}

/** A disk that fills up takes a part; the next write then says why. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf("\n") + 1);
}

const reasons: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full. Free some space",
  EDQUOT: "your share of the disk is used up. Free some space",
  EACCES: "it may not be written to. Change its permissions, or choose another place with --root",
  EPERM: "it may not be written to. Change its permissions, or choose another place with --root",
  EROFS: "it cannot be written to. Choose another place with --root",
  ENOTDIR: "a part of it is a file. Choose another place with --root",
};

/** Errors that may come from a write to a file already open, which names no path. */
const full: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

/** `undefined`: the error is of another kind, or of a file elsewhere. */
export function diskError(root: string, error: unknown): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const reason = reasons[code];
  if (reason === undefined) return undefined;
  const concernsRoot = [path, dest].some((place) => place !== undefined && isAlong(root, place));
  return full.has(code) || concernsRoot ? new UserError("ROOT_UNUSABLE", `${root}: ${reason}.`) : undefined;
}

/** Whether a place is the root, in it, or above it: a root is made with its parents. */
function isAlong(root: string, place: string): boolean {
  return contains(root, place) || contains(place, root);
}

/** Whether a place is the folder or in it, going by their names alone. */
export function contains(folder: string, place: string): boolean {
  const way = relative(resolve(folder), resolve(place));
  return way !== ".." && !way.startsWith(`..${sep}`);
}
