// The processes of one task: a group of its own, ended as a whole, also when this process ends first, even by `kill -9`.
// On Linux that goes for those as well that have left the group (`setsid`): a variable that they all have tells them.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

type Env = { readonly [name: string]: string | undefined };

/** What each group was marked with, if it was. */
const live = new Map<number, string | undefined>();
let guard: ChildProcess | undefined;

const markName = "POLLUX_TASK";
/** Begins all marks that this process gives. */
const ours = randomUUID();
let marks = 0;

/**
 * Reads `+ GROUP` and `- GROUP` line by line. Its input ends when this process does, however it ended: then whatever
 * group is left is killed, and whatever else has a mark that begins with the first argument.
 */
const guardScript = `
live=" "
while read -r sign group; do
  case "$sign" in
    +) live="$live$group " ;;
    -) live="\${live%% "$group" *} \${live#* "$group" }" ;;
  esac
done
for group in $live; do kill -9 "-$group" 2>/dev/null; done
for file in $(grep -ls "$1" /proc/[0-9]*/environ 2>/dev/null); do
  pid="\${file#/proc/}"
  kill -9 "\${pid%/environ}" 2>/dev/null
done
`;

/** The variables of one group, by which its processes are known wherever they go. */
export function markGroup<E extends Env>(env: E): E {
  marks += 1;
  return { ...env, [markName]: `${ours}.${marks}` };
}

/** From now on the group goes when this process does. `env`: what it was started with, where that was marked. */
export function guardGroup(pid: number, env: Env = {}): void {
  if (guard === undefined) startGuard();
  live.set(pid, env[markName]);
  tellGuard(`+ ${pid}`);
}

/** The group's first process has ended: so does what it left behind. */
export function releaseGroup(pid: number): void {
  killGroup(pid, "SIGKILL");
  const mark = live.get(pid);
  if (mark?.startsWith(ours) === true) killMarked(mark, pid);
  live.delete(pid);
  tellGuard(`- ${pid}`);
}

export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it is left.
  }
}

/** Those that started after `first`, by their numbers; where these have begun anew, the guard finds them in the end. */
function killMarked(mark: string, first: number): void {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").map(Number)) {
    if (!(pid > first)) continue;
    try {
      if (`\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${markName}=${mark}\0`)) {
        process.kill(pid, "SIGKILL");
      }
    } catch {
      // It has ended, or is somebody else's.
    }
  }
}

function startGuard(): void {
  process.on("exit", () => {
    for (const each of live.keys()) killGroup(each, "SIGKILL");
  });
  guard = spawn("sh", ["-c", guardScript, "sh", `${markName}=${ours}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true, // what ends this process's group leaves it alone
  });
  guard.on("error", () => {}); // without a shell, only an orderly end is covered
  guard.stdin?.on("error", () => {});
  guard.unref();
  unref(guard.stdin);
}

function tellGuard(line: string): void {
  guard?.stdin?.write(`${line}\n`);
}

/** A pipe to a child is a socket, which can be told not to keep this process alive; its type does not say so. */
function unref(stream: unknown): void {
  (stream as { readonly unref?: () => void } | null)?.unref?.();
}
