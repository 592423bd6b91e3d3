// A warm thread: runs one task after the other with the same program, which stays loaded.
//
// What holds: the thread has its process to itself, and so its folder, variables, pipes and process group. It serves
// one program with one command, such as one component's module: tasks of other modules never share it. A task that
// leaves open handles, running timers, child processes, listeners on the process or much memory ends the thread when it
// ends itself, as it would end its process; one that leaves other properties on what built-ins.ts watches (global
// variables, prototypes, `process`, `console`, Node's modules) is the thread's last. Variables are set back.
// What stays from one task of a module to the next: what that module and those that it imports keep in variables of
// their own, what built-in objects keep inside (`console.count`, `events.defaultMaxListeners`) or hold in properties
// that are not watched (`fs.ReadStream.prototype`, all of `node:http`), and timers that were told to keep nothing alive.
// What a thread cannot do, and Node refuses: `process.chdir` and `process.abort`. Signals are events on `process`.
import childProcess from "node:child_process";
import { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { setImmediate as turn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { watchBuiltIns } from "./built-ins.ts";
import type { HostMessage, ThreadMessage } from "./messages.ts";

if (parentPort === null) throw new Error("thread.ts runs in a thread");
const port = parentPort;
const { program } = workerData as { readonly program: string }; // host.mjs gives it

/** In bytes of the whole process. */
const mostMemory = 512 * 2 ** 20;

writeDirectly("stdout", 1);
writeDirectly("stderr", 2);
const children = watchChildren();
const variables = { ...process.env };
const resources = activeResources();
let running = false;

port.on("message", (message: ThreadMessage) => {
  if (message.kind === "task") void runTask(message.args, message.mark);
  else if (!process.emit(message.signal, message.signal)) process.exit(128 + message.number);
});
endAsProcesses();
const areBuiltInsChanged = watchBuiltIns();

/** What goes wrong ends the thread, and the process around it. */
async function runTask(args: readonly string[], mark: string): Promise<void> {
  port.unref(); // the task alone keeps the thread alive
  running = true;
  const listeners = countListeners();
  process.argv.splice(1, Infinity, program, ...args);
  const { accepts, run } = (await import(pathToFileURL(program).href)) as Program;
  const accepted = accepts?.(args) !== false;
  if (accepted) await run(args);
  running = false;
  if (accepted && !(await isAsNew(listeners))) return; // it ends once what it left has ended
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  restoreVariables();
  port.ref();
  for (const descriptor of [1, 2]) writeWhole(descriptor, Buffer.from(`\n${mark}\n`));
  port.postMessage((accepted ? { kind: "done", code } : { kind: "declined" }) satisfies HostMessage);
}

interface Program {
  readonly accepts?: (args: readonly string[]) => boolean;
  readonly run: (args: readonly string[]) => Promise<void>;
}

/** What is closing has a few turns to close. */
async function isAsNew(listeners: number): Promise<boolean> {
  for (let turns = 0; turns < 5; turns += 1) {
    if (activeResources().every((name) => resources.includes(name))) {
      return (
        !children.started &&
        countListeners() <= listeners &&
        process.memoryUsage.rss() < mostMemory &&
        !areBuiltInsChanged()
      );
    }
    await turn();
  }
  return false;
}

function activeResources(): readonly string[] {
  return process.getActiveResourcesInfo();
}

function countListeners(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

function restoreVariables(): void {
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
}

/** A thread's own streams pass through its process's main thread, and lose what was not passed on when it ends. */
function writeDirectly(name: "stdout" | "stderr", descriptor: number): void {
  Object.assign(process[name], {
    _writev: null,
    _write: (chunk: Buffer | string, encoding: BufferEncoding, done: () => void) => {
      writeWhole(descriptor, typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
      done();
    },
  });
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let rest = bytes; rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return; // nobody reads it any more
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Node's own exit code for a task that waits for what never comes, when there is nothing left to wait for. */
function endAsProcesses(): void {
  const { exit } = process;
  process.exit = (...code) => {
    running = false;
    return exit(...code);
  };
  process.once("exit", (code) => {
    if (running && code === 0) process.exitCode = 13;
  });
}

/** Whether a task started any: what they leave running is of their process group, which ends with the process. */
function watchChildren(): { readonly started: boolean } {
  const watched = { started: false };
  const names = ["spawn", "exec", "execFile", "fork", "spawnSync", "execSync", "execFileSync"] as const;
  for (const name of names) {
    Object.assign(childProcess, {
      [name]: new Proxy(childProcess[name], {
        apply: (original, self, args) => {
          watched.started = true;
          return Reflect.apply(original, self, args) as unknown;
        },
      }),
    });
  }
  syncBuiltinESMExports();
  return watched;
}
