// Runs tasks as processes of this machine; what an image holds comes from its local environment.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import {
  type Environment,
  environmentFor,
  fingerprintOf,
  guardGroup,
  killGroup,
  processEnv,
  releaseGroup,
} from "../../environments/index.ts";
import { linesOf } from "./lines.ts";
import { secretMasker } from "./secrets.ts";
import type { ContainerTask, TaskControl, TaskExecutor, TaskExit } from "./task-executor.ts";

export interface ProcessExecutorOptions {
  readonly environments: readonly Environment[];
  /** Default: `process.env`. */
  readonly callerEnv?: { readonly [name: string]: string | undefined };
  /** Between asking a task to end and ending it. Default: 10 seconds. */
  readonly graceMs?: number;
}

/** For output that something outside of the task's group still holds open when the task has ended. */
const drainMs = 2_000;

export function processExecutor({
  environments,
  callerEnv = process.env,
  graceMs = 10_000,
}: ProcessExecutorOptions): TaskExecutor {
  const fingerprints = new Map<Environment, Promise<string>>();
  return {
    name: "process",
    checkImage: (image) => void environmentFor(image, environments),
    codeFingerprint: (image) => {
      const environment = environmentFor(image, environments);
      const known = fingerprints.get(environment) ?? fingerprintOf(environment);
      fingerprints.set(environment, known);
      return known;
    },
    run: async (task, control) => {
      const env = { ...processEnv(environmentFor(task.image, environments), callerEnv), ...task.env };
      return runProcess(task, env, control, graceMs);
    },
  };
}

async function runProcess(
  task: ContainerTask,
  env: Record<string, string>,
  control: TaskControl,
  graceMs: number,
): Promise<TaskExit> {
  if (control.stop.aborted || control.kill.aborted) return { kind: "stopped" };
  const [program = "", ...args] = task.command;
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
    return { kind: "not-started", message: explainSpawn(program, error) };
  }
  const { pid = 0 } = child;
  guardGroup(pid);
  const ending = endOnRequest(pid, task, control, graceMs);
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>; // the event's arguments
  const output = forwardLines(child, control, secretMasker(env));
  output.catch(() => killGroup(pid, "SIGKILL")); // nobody takes its lines: reported below
  try {
    const [code, signal] = await exited;
    releaseGroup(pid);
    await Promise.race([output, wait(drainMs, undefined, { ref: false })]);
    if (ending.reason !== undefined) return { kind: ending.reason };
    return signal === null ? { kind: "exited", code: code ?? 1 } : { kind: "killed", signal };
  } finally {
    ending.over();
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

interface Ending {
  readonly reason: "stopped" | "timed-out" | undefined;
  readonly over: () => void;
}

function endOnRequest(pid: number, task: ContainerTask, control: TaskControl, graceMs: number): Ending {
  const timers: NodeJS.Timeout[] = [];
  let reason: Ending["reason"];
  const ask = (why: "stopped" | "timed-out"): void => {
    reason ??= why;
    killGroup(pid, "SIGTERM");
    timers.push(setTimeout(() => killGroup(pid, "SIGKILL"), graceMs));
  };
  const onStop = (): void => ask("stopped");
  const onKill = (): void => {
    reason ??= "stopped";
    killGroup(pid, "SIGKILL");
  };
  control.stop.addEventListener("abort", onStop, { once: true });
  control.kill.addEventListener("abort", onKill, { once: true });
  if (control.kill.aborted) onKill();
  else if (control.stop.aborted) onStop();
  if (task.timeoutMs !== undefined) timers.push(setTimeout(() => ask("timed-out"), task.timeoutMs));
  return {
    get reason() {
      return reason;
    },
    over: () => {
      timers.forEach(clearTimeout);
      control.stop.removeEventListener("abort", onStop);
      control.kill.removeEventListener("abort", onKill);
    },
  };
}

async function forwardLines(
  { stdout, stderr }: ChildProcess,
  { onLine }: TaskControl,
  mask: (text: string) => string,
): Promise<void> {
  const forward = async (stream: "stdout" | "stderr", from: typeof stdout): Promise<void> => {
    if (from === null) return;
    for await (const line of linesOf(from)) await onLine(mask(line), stream);
  };
  await Promise.all([forward("stdout", stdout), forward("stderr", stderr)]);
}

function explainSpawn(program: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (code === "ENOENT")
    return `cannot start "${program}": there is no such program in the image's environment`;
  if (code === "E2BIG") return `cannot start "${program}": its inputs are too long for a command line`;
  return `cannot start "${program}" (${code})`;
}
