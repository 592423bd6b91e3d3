// A warm Python interpreter, seen from the runner: a process that makes a copy of itself for each task.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { followGroup } from "../follow-group.ts";
import type { StartedTask } from "../process.ts";
import type { TaskExit } from "../task-executor.ts";
import { type Copy, followCopies } from "./copies.ts";
import { listenForOutput, type OutputListener } from "./output-listener.ts";

export interface ForkServer {
  /** `args` are those of `python3`. Gives nothing if no copy could be made: nothing has run then. */
  readonly run: (started: StartedTask, args: readonly string[]) => Promise<TaskExit | undefined>;
  readonly isAlive: () => boolean;
  readonly close: () => Promise<void>;
}

const program = fileURLToPath(new URL("./fork-server.py", import.meta.url));

/** `env` are variables that it starts with; each task has its own. */
export async function startForkServer(env: StartedTask["env"]): Promise<ForkServer> {
  const folder = mkdtempSync(join(tmpdir(), "pollux-"));
  // The interpreter does it as well, for when this process ends before it.
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const socket = join(folder, "output");
  const output = await listenForOutput(socket);
  const child = spawn("python3", ["-u", program, socket], {
    // It outlives the task whose variables these are; what its own mark is for, it knows.
    env: { ...env, POLLUX_TASK: randomUUID() },
    stdio: ["pipe", "pipe", "ignore"],
    detached: true, // Ctrl-C is not for it
  });
  const copies = followCopies(child);
  void copies.ended.then(() => {
    output.close();
    removeFolder();
  });
  return {
    run: (started, args) =>
      runCopy(
        started,
        copies.start({ folder: started.task.workFolder, arguments: args, variables: started.env }),
        output,
      ),
    isAlive: copies.isAlive,
    close: async () => {
      child.ref();
      child.stdin.end(); // it ends, with all its copies
      await copies.ended;
    },
  };
}

async function runCopy(
  started: StartedTask,
  copy: Copy,
  listener: OutputListener,
): Promise<TaskExit | undefined> {
  const output = listener.of(copy.id);
  const pid = await copy.pid;
  if (pid === undefined) return undefined;
  const because = "the warm Python that it is a copy of has ended";
  const exit = copy.exit.then((exit): TaskExit => exit ?? { kind: "killed", signal: "SIGKILL", because });
  return followGroup(started, { pid, ...output, exit });
}
