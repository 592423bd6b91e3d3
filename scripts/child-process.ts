// Runs a command of another program to its end, line by line, and leaves nothing of it behind.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { guardGroup, killGroup, releaseGroup } from "../pipeline/environments/index.ts";

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Aborting ends the command and everything it started. */
  readonly signal?: AbortSignal;
  /** Every line of its output and its errors, as they come. Default: passed to this process's stderr. */
  readonly onLine?: (line: string) => void;
}

/** Milliseconds between asking a child to end and ending it. */
const grace = 5000;

/** Gives the exit code; rejects with the signal's reason if that aborted, or if there is no such program. */
export async function runChild(
  command: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<number> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.onLine === undefined ? ["ignore", 2, 2] : ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own, so that what it starts ends with it
  });
  const { pid } = child; // none where there is no such program
  if (pid !== undefined) guardGroup(pid);
  const kill = (signal: NodeJS.Signals): void => {
    if (pid !== undefined) killGroup(pid, signal);
  };
  let forced: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    kill("SIGTERM");
    forced = setTimeout(() => kill("SIGKILL"), grace);
  };
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const exited = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on("line", options.onLine ?? (() => {}));
    }
    const code = await exited;
    options.signal?.throwIfAborted();
    return code;
  } finally {
    clearTimeout(forced);
    if (pid !== undefined) releaseGroup(pid);
    options.signal?.removeEventListener("abort", onAbort);
  }
}
