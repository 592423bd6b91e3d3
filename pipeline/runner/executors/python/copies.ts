// The copies that a warm Python makes of itself, by what it answers (see fork-server.py).
import type { ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { signalName } from "../how-it-ended.ts";
import { keepRunnerAlive } from "../keep-alive.ts";
import { linesOf } from "../lines.ts";
import type { TaskExit } from "../task-executor.ts";

export interface Copies {
  readonly start: (request: CopyRequest) => Copy;
  readonly isAlive: () => boolean;
  /** The interpreter has. */
  readonly ended: Promise<void>;
}

export interface CopyRequest {
  readonly folder: string;
  /** Of `python3`. */
  readonly arguments: readonly string[];
  readonly variables: { readonly [name: string]: string };
}

export interface Copy {
  readonly id: number;
  /** Nothing: there is none. */
  readonly pid: Promise<number | undefined>;
  /** Nothing: the interpreter ended first. */
  readonly exit: Promise<TaskExit | undefined>;
}

interface Answer {
  readonly id: number;
  readonly pid?: number;
  readonly error?: string;
  readonly code?: number;
  readonly signal?: number;
}

interface Waiting {
  readonly onStart: (pid: number | undefined) => void;
  readonly onExit: (exit: TaskExit | undefined) => void;
}

export function followCopies(child: ChildProcessByStdio<Writable, Readable, null>): Copies {
  const waiting = new Map<number, Waiting>();
  let alive = true;
  let last = 0;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      alive = false;
      for (const id of waiting.keys()) settle({ id, error: "it has ended" });
      resolve();
    };
    child.once("error", end).once("close", end); // all its answers have been read
  });
  const settle = (answer: Answer): void => {
    const task = waiting.get(answer.id);
    if (task === undefined) return;
    task.onStart(answer.pid);
    if (answer.pid !== undefined) return;
    waiting.delete(answer.id);
    task.onExit(toExit(answer));
    if (waiting.size === 0) keepRunnerAlive(child, false);
  };
  child.stdin.on("error", () => {}); // it has ended, which is told above
  void readAnswers(child.stdout, settle);
  keepRunnerAlive(child, false);
  return {
    start: (request) => {
      last += 1;
      const id = last;
      let [onStart, onExit]: [Waiting["onStart"], Waiting["onExit"]] = [() => {}, () => {}];
      const pid = new Promise<number | undefined>((resolve) => (onStart = resolve));
      const exit = new Promise<TaskExit | undefined>((resolve) => (onExit = resolve));
      waiting.set(id, { onStart, onExit });
      keepRunnerAlive(child, true);
      child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
      if (!alive) settle({ id, error: "it has ended" });
      return { id, pid, exit };
    },
    isAlive: () => alive,
    ended,
  };
}

async function readAnswers(from: Readable, onAnswer: (answer: Answer) => void): Promise<void> {
  for await (const line of linesOf(from)) onAnswer(JSON.parse(line) as Answer); // as fork-server.py writes it
}

function toExit({ code, signal }: Answer): TaskExit | undefined {
  if (code !== undefined) return { kind: "exited", code };
  if (signal === undefined) return undefined;
  return { kind: "killed", signal: signalName(signal) ?? `signal ${signal}` };
}
