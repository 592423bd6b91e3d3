// What the system tells of a task's end, in the words that every executor uses.
import { constants } from "node:os";
import type { TaskExit } from "./task-executor.ts";

/** `code` is the system's, such as `ENOENT`, or else what is known instead. */
export function cannotStart(program: string, code: string): TaskExit {
  return { kind: "not-started", message: `cannot start "${program}"${reasonOf(code)}` };
}

function reasonOf(code: string): string {
  if (code === "ENOENT") return ": there is no such program in the image's environment";
  return code === "E2BIG" ? ": its inputs are too long for a command line" : ` (${code})`;
}

/** `SIGKILL` of 9; nothing of a number that is no signal's. */
export function signalName(number: number): string | undefined {
  return Object.entries(constants.signals).find(([, each]) => each === number)?.[0];
}
