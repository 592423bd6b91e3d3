// A task whose processes have started, to how it ended: its output is handed over, it is ended when asked, and nothing
// of its process group is left.
import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { guardGroup, killGroup, releaseGroup } from "../../environments/index.ts";
import { endOnRequest } from "./end-on-request.ts";
import { forwardLines } from "./lines.ts";
import type { StartedTask } from "./process.ts";
import { secretMasker } from "./secrets.ts";
import type { TaskExit } from "./task-executor.ts";

export interface TaskGroup {
  /** Of the process that leads it. */
  readonly pid: number;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Of that process. */
  readonly exit: Promise<TaskExit>;
}

/** For output that something outside of the task's group still holds open when the task has ended. */
export const drainMs = 2_000;

export async function followGroup(
  { task, env, control, graceMs }: StartedTask,
  { pid, stdout, stderr, exit }: TaskGroup,
): Promise<TaskExit> {
  guardGroup(pid, env);
  const send = (signal: NodeJS.Signals): void => killGroup(pid, signal);
  const ending = endOnRequest({ control, graceMs, timeoutMs: task.timeoutMs, send });
  const output = forwardLines({ stdout, stderr }, control, secretMasker(env));
  output.catch(() => killGroup(pid, "SIGKILL")); // nobody takes its lines: reported below
  try {
    const ended = await exit;
    releaseGroup(pid);
    await Promise.race([output, wait(drainMs, undefined, { ref: false })]);
    return ending.reason === undefined ? ended : { kind: ending.reason };
  } finally {
    ending.over();
    stdout?.destroy();
    stderr?.destroy();
  }
}
