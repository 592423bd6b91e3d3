// One warm thread, seen from the runner: a process that takes one task after the other until it ends.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { guardGroup, killGroup, markGroup, releaseGroup } from "../../../environments/index.ts";
import { endOnRequest } from "../end-on-request.ts";
import { drainMs } from "../follow-group.ts";
import { keepRunnerAlive } from "../keep-alive.ts";
import { linesOf } from "../lines.ts";
import type { StartedTask } from "../process.ts";
import { secretMasker } from "../secrets.ts";
import type { TaskExit } from "../task-executor.ts";
import type { HostMessage, TaskMessage } from "./messages.ts";

export interface ThreadHost {
  /** One at a time. Without an exit nothing has run: the thread has ended, or it is no task for it. `reusable`: it takes another. */
  readonly run: (
    started: StartedTask,
    args: readonly string[],
  ) => Promise<{ readonly exit: TaskExit | undefined; readonly reusable: boolean }>;
  readonly isAlive: () => boolean;
  readonly end: () => Promise<void>;
}

const hostProgram = fileURLToPath(new URL("./host.mjs", import.meta.url));

/** `program` is a module's path. Gives nothing where no process of Node starts with these variables. */
export async function startThreadHost(
  program: string,
  env: { readonly [name: string]: string },
): Promise<ThreadHost | undefined> {
  let child: ChildProcess;
  const marked = markGroup(env); // it outlives the task whose variables these are
  try {
    child = spawn("node", [hostProgram, program], {
      env: marked,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true, // a process group of its own
    });
    await once(child, "spawn");
  } catch {
    return undefined;
  }
  return hostOf(child, marked);
}

type End =
  | HostMessage
  | { readonly kind: "ended"; readonly code: number | null; readonly signal: NodeJS.Signals | null };

function hostOf(child: ChildProcess, variables: { readonly [name: string]: string }): ThreadHost {
  const { pid = 0, stdout, stderr } = child;
  guardGroup(pid, variables);
  let over: (end: End) => void = () => {};
  let ended: End | undefined;
  child.on("message", (message: HostMessage) => over(message));
  child.on("error", () => {}); // a message that does not reach it any more: it has ended
  const exited = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      releaseGroup(pid);
      ended = { kind: "ended", code, signal };
      over(ended);
      resolve();
    });
  });
  const lines = { stdout: linesOf(readable(stdout)), stderr: linesOf(readable(stderr)) };
  keepRunnerAlive(child, false);

  const run: ThreadHost["run"] = async ({ task, env, control, graceMs }, args) => {
    if (ended !== undefined) return { exit: undefined, reusable: false };
    keepRunnerAlive(child, true);
    const mark = randomUUID();
    const end = new Promise<End>((resolve) => {
      over = resolve;
    });
    const message: TaskMessage = { args, folder: task.workFolder, mark };
    child.send(message, () => {}); // where that fails, it ends
    const ending = endOnRequest({
      control,
      graceMs,
      timeoutMs: task.timeoutMs,
      send: (signal) => killGroup(pid, signal),
    });
    const mask = secretMasker(env);
    const output = Promise.all(
      (["stdout", "stderr"] as const).map((stream) =>
        forwardUntil(mark, lines[stream], (line) => control.onLine(mask(line), stream)),
      ),
    );
    output.catch(() => killGroup(pid, "SIGKILL")); // nobody takes its lines: reported below
    try {
      const how = await end;
      await (how.kind === "done" ? output : Promise.race([output, wait(drainMs, undefined, { ref: false })]));
      const reusable = how.kind === "done" && ending.reason === undefined;
      if (ending.reason !== undefined) return { exit: { kind: ending.reason }, reusable };
      return { exit: toExit(how), reusable };
    } finally {
      ending.over();
      keepRunnerAlive(child, false);
    }
  };

  return {
    run,
    isAlive: () => ended === undefined,
    end: async () => {
      keepRunnerAlive(child, true);
      if (ended === undefined) killGroup(pid, "SIGKILL"); // later its number may be another's
      await exited;
      stdout?.destroy();
      stderr?.destroy();
    },
  };
}

function toExit(end: End): TaskExit | undefined {
  if (end.kind === "declined") return undefined;
  if (end.kind === "ended" && end.signal !== null) return { kind: "killed", signal: end.signal };
  return { kind: "exited", code: end.code ?? 1 };
}

/** An empty line waits for the next one: that before the mark is not the task's. */
async function forwardUntil(
  mark: string,
  lines: AsyncIterator<string, unknown>,
  onLine: (line: string) => void | Promise<void>,
): Promise<void> {
  let empty = false;
  for (let next = await lines.next(); next.done !== true && next.value !== mark; next = await lines.next()) {
    if (empty) await onLine("");
    empty = next.value === "";
    if (!empty) await onLine(next.value);
  }
}

/** Stdio was asked to be pipes. */
function readable(stream: Readable | null): Readable {
  if (stream === null) throw new Error("a process was started without pipes");
  return stream;
}
