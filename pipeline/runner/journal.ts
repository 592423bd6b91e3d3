// The run's `events.jsonl`: what has happened, one JSON object per line, written before it counts.
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { UserError } from "../ir/user-error.ts";
import type { KeptEvent } from "./events.ts";

export interface Journal {
  /** On return the event is with the operating system: a killed runner does not lose it. */
  readonly append: (event: KeptEvent) => void;
  readonly close: () => void;
}

/** Makes the run's folder, which must not exist. Throws `RUN_EXISTS` and `ROOT_UNUSABLE`. */
export function createJournal(root: string, folder: string): Journal {
  try {
    mkdirSync(join(root, "runs"), { recursive: true });
    mkdirSync(folder);
    const descriptor = openSync(join(folder, "events.jsonl"), "ax");
    return {
      append: (event) => void writeSync(descriptor, `${JSON.stringify(event)}\n`),
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw new UserError("RUN_EXISTS", `${folder}: there is such a run already. Choose another id.`);
    }
    throw diskError(root, error) ?? error;
  }
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

function contains(folder: string, place: string): boolean {
  const way = relative(resolve(folder), resolve(place));
  return way !== ".." && !way.startsWith(`..${sep}`);
}
