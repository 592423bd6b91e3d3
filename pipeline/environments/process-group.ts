// The processes of one task: a group of its own, ended as a whole, also when this process ends first, even by `kill -9`.
import { type ChildProcess, spawn } from "node:child_process";

const live = new Set<number>();
let guard: ChildProcess | undefined;

/**
 * Reads `+ GROUP` and `- GROUP` line by line. Its input ends when this process does, however it ended: then whatever
 * group is left is killed.
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
`;

/** From now on the group goes when this process does. */
export function guardGroup(pid: number): void {
  if (guard === undefined) startGuard();
  live.add(pid);
  tellGuard(`+ ${pid}`);
}

/** The group's first process has ended: so does what it left behind. */
export function releaseGroup(pid: number): void {
  killGroup(pid, "SIGKILL");
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

function startGuard(): void {
  process.on("exit", () => {
    for (const each of live) killGroup(each, "SIGKILL");
  });
  guard = spawn("sh", ["-c", guardScript], {
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
