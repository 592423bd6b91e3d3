// One process at a time works on a run: a file in its folder names the one that does.
import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../ir/user-error.ts";

interface Holder {
  readonly pid: number;
  /** What tells it from a later process of the same number; absent where the system does not say. */
  readonly started?: string;
}

/** Gives what ends the lock. Throws `RUN_ACTIVE` if a living process holds it; a dead one holds nothing. */
export function lockRun(folder: string): () => void {
  const file = join(folder, "lock");
  while (!take(file)) {
    const holder = readHolder(file);
    if (holder === undefined) continue; // it has just been given up
    if (isAlive(holder)) {
      throw new UserError(
        "RUN_ACTIVE",
        `${folder}: process ${holder.pid} is at work on this run. Wait until it has ended, or end it.`,
      );
    }
    takeAway(file, holder);
  }
  return () => rmSync(file, { force: true });
}

/** The process that works on the run now; `undefined` if none does. */
export function runHolder(folder: string): number | undefined {
  const holder = readHolder(join(folder, "lock"));
  return holder !== undefined && isAlive(holder) ? holder.pid : undefined;
}

/** Linked into place, so that a lock always names its holder. */
function take(file: string): boolean {
  const own = `${file}.${randomUUID()}`;
  writeFileSync(
    own,
    JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies MaybeHolder),
  );
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

type MaybeHolder = Pick<Holder, "pid"> & { readonly started: string | undefined };

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder; // as `take` writes it
  } catch {
    return undefined;
  }
}

/** Of several that see a dead holder's lock, one moves it away; should it have been another's by then, it goes back. */
function takeAway(file: string, holder: Holder): void {
  const away = `${file}.${randomUUID()}`;
  try {
    renameSync(file, away);
  } catch {
    return; // somebody else was first
  }
  const moved = readHolder(away);
  if (moved !== undefined && (moved.pid !== holder.pid || moved.started !== holder.started)) {
    try {
      linkSync(away, file);
    } catch {
      // Another has taken it since.
    }
  }
  rmSync(away, { force: true });
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // it runs, as somebody else
  }
  return started === undefined || startOf(pid) === started;
}

/** When the process began, in the kernel's ticks: field 22 of proc(5)'s stat, counted after the program's name. */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19];
  } catch {
    return undefined;
  }
}
