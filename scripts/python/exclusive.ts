// Lets one process at a time do a thing: the others wait until it is done.
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { giveUpLock, takeLock } from "../../pipeline/runner/process-lock.ts";

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
  for (let holder = takeLock(file); holder !== undefined; holder = takeLock(file)) {
    options.signal?.throwIfAborted();
    if (!told) options.onWait(holder);
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    giveUpLock(file);
  }
}
