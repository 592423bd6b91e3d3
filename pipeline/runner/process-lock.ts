// Lets one process at a time do a thing: a lock is a file that names the process that holds it.
import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

interface Holder {
  readonly pid: number;
  /** What tells it from a later process of the same number; absent where the system does not say. */
  readonly started?: string;
}

/** Gives the living process that holds the lock; `undefined`: this one does now. A dead process holds nothing. */
export function takeLock(file: string): number | undefined {
  while (!take(file)) {
    const text = read(file);
    if (text === undefined) continue; // it has just been given up
    const holder = parse(text);
    if (isAlive(holder)) return holder.pid;
    takeAway(file, text);
  }
  return undefined;
}

export function giveUpLock(file: string): void {
  rmSync(file, { force: true });
}

/** The living process that holds the lock; `undefined`: none does. */
export function lockHolder(file: string): number | undefined {
  const text = read(file);
  const holder = text === undefined ? undefined : parse(text);
  return holder !== undefined && isAlive(holder) ? holder.pid : undefined;
}

/** Linked into place, so that a lock always names its holder. */
function take(file: string): boolean {
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
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

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Process 0, which is none, if the lock names nobody. */
function parse(text: string): Holder {
  try {
    const holder: unknown = JSON.parse(text);
    if (typeof holder === "number") return { pid: holder };
    if (typeof holder === "object" && holder !== null && "pid" in holder) return holder as Holder; // as `take` writes it
  } catch {
    // Said below.
  }
  return { pid: 0 };
}

/** Of several that see a dead holder's lock, one moves it away; should it have been another's by then, it goes back. */
function takeAway(file: string, text: string): void {
  const away = `${file}.${randomUUID()}`;
  try {
    renameSync(file, away);
  } catch {
    return; // somebody else was first
  }
  if (read(away) !== text) {
    try {
      linkSync(away, file);
    } catch {
      // Another has taken it since.
    }
  }
  rmSync(away, { force: true });
}

function isAlive({ pid, started }: Holder): boolean {
  if (pid === 0) return false;
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
