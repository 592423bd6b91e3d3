// Runs tasks as processes of this machine; what an image holds comes from its local environment.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import {
  type Environment,
  environmentFor,
  fingerprintOf,
  markGroup,
  processEnv,
} from "../../environments/index.ts";
import { followGroup } from "./follow-group.ts";
import { cannotStart } from "./how-it-ended.ts";
import { prepareCommand } from "./python/prepare-command.ts";
import { packageChecker } from "./python/python-packages.ts";
import type { ContainerTask, TaskControl, TaskExecutor, TaskExit } from "./task-executor.ts";

export interface ProcessExecutorOptions {
  readonly environments: readonly Environment[];
  /** Default: `process.env`. */
  readonly callerEnv?: { readonly [name: string]: string | undefined };
  /** Between asking a task to end and ending it. Default: 10 seconds. */
  readonly graceMs?: number;
  /** Runs what it can in something that is warm already, and gives nothing for the rest. Default: nothing is warm. */
  readonly runWarm?: (started: StartedTask) => Promise<TaskExit | undefined>;
}

export function processExecutor({
  environments,
  callerEnv = process.env,
  graceMs = 10_000,
  runWarm = async () => undefined,
}: ProcessExecutorOptions): TaskExecutor {
  const fingerprints = new Map<Environment, Promise<string>>();
  const checkPackages = packageChecker();
  return {
    name: "process",
    sharesFiles: true,
    checkImage: (image) => void environmentFor(image, environments),
    codeFingerprint: (image) => {
      const environment = environmentFor(image, environments);
      const known = fingerprints.get(environment) ?? fingerprintOf(environment, callerEnv);
      fingerprints.set(environment, known);
      return known;
    },
    run: async (task, control) => {
      const environment = environmentFor(task.image, environments);
      const env = {
        ...processEnv(environment, callerEnv),
        // Python writes what it compiles beside its sources, and nothing is to be written there.
        ...(environment.readOnly === true && {
          PYTHONPYCACHEPREFIX: join(task.root, "cache", "python", "compiled"),
        }),
        ...task.env,
      };
      if (task.command.length === 0) return noCommand(task);
      const prepared = await prepareCommand(task, env, checkPackages);
      if (prepared.kind === "not-started") return prepared;
      if (prepared.note !== undefined) await control.onLine(prepared.note, "stdout");
      const { line, env: unmarked } = prepared;
      const started = { task, environment, line, env: markGroup(unmarked), control, graceMs };
      return (await runWarm(started)) ?? runProcess(started);
    },
  };
}

function noCommand({ image }: ContainerTask): TaskExit {
  return {
    kind: "not-started",
    message: `its container has no command, and what the image "${image}" would start is not known here`,
  };
}

/** A task with all that its process is started with. */
export interface StartedTask {
  readonly task: ContainerTask;
  readonly environment: Environment;
  readonly line: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly control: TaskControl;
  readonly graceMs: number;
}

async function runProcess(started: StartedTask): Promise<TaskExit> {
  const { task, line, env, control } = started;
  if (control.stop.aborted || control.kill.aborted) return { kind: "stopped" };
  const [program, ...args] = line;
  if (program === undefined) return noCommand(task);
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: task.workFolder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a process group of its own
    });
    await once(child, "spawn");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return cannotStart(program, code);
  }
  const { pid = 0, stdout, stderr } = child;
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>; // the event's arguments
  const exit = exited.then(([code, signal]): TaskExit =>
    signal === null ? { kind: "exited", code: code ?? 1 } : { kind: "killed", signal },
  );
  return followGroup(started, { pid, stdout, stderr, exit });
}
