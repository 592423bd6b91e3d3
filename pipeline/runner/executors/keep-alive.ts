// Whether the runner waits for a process that it keeps warm: while that does something.
import type { ChildProcess } from "node:child_process";

export function keepRunnerAlive(child: ChildProcess, alive: boolean): void {
  const { channel, stdio } = child;
  // Pipes to a child are sockets; their type does not say so.
  const handles = [child, channel, ...stdio] as readonly (
    { ref?(): void; unref?(): void } | null | undefined
  )[];
  for (const handle of handles) (alive ? handle?.ref : handle?.unref)?.call(handle);
}
