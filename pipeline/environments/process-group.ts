// The processes of one task: a group of its own, ended as a whole, also when this process ends first.

const live = new Set<number>();
let watching = false;

/** From now on the group goes when this process does. */
export function guardGroup(pid: number): void {
  live.add(pid);
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const each of live) killGroup(each, "SIGKILL");
  });
}

/** The group's first process has ended: so does what it left behind. */
export function releaseGroup(pid: number): void {
  killGroup(pid, "SIGKILL");
  live.delete(pid);
}

export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it is left.
  }
}
