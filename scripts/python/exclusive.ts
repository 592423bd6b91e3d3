// Lets one process at a time do a thing: the others wait until it is done.
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs `work` while holding `file`, which names the process that holds it. A holder that was killed holds nothing:
 * its lock is taken over. `onWait` is told, once, the id of the process waited for.
 */
export async function exclusively<T>(
  file: string,
  options: { readonly onWait: (pid: number) => void; readonly signal?: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await take(file))) {
    options.signal?.throwIfAborted();
    const holder = await holderOf(file);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      await takeAway(file, holder);
      continue;
    }
    if (!told) options.onWait(holder);
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** Linked into place, so that a lock always names its holder. */
async function take(file: string): Promise<boolean> {
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** 0 if the lock names nobody: then nobody holds it. Undefined if it is gone. */
async function holderOf(file: string): Promise<number | undefined> {
  try {
    return Number(await readFile(file, "utf8")) || 0;
  } catch {
    return undefined;
  }
}

/** Of several that see a dead holder's lock, one moves it away; should it have been another's by then, it goes back. */
async function takeAway(file: string, holder: number): Promise<void> {
  const away = `${file}.${randomUUID()}`;
  try {
    await rename(file, away);
  } catch {
    return; // somebody else was first
  }
  if ((await holderOf(away)) !== holder) await link(away, file).catch(() => {});
  await rm(away, { force: true });
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it runs, as somebody else
  }
}
