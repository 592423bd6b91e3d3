// Ends a task when it is asked to stop, told to end at once, or takes too long.
import type { TaskControl } from "./task-executor.ts";

export interface EndOnRequest {
  readonly control: TaskControl;
  readonly timeoutMs: number | undefined;
  /** Between asking a task to end and ending it. */
  readonly graceMs: number;
  readonly send: (signal: "SIGTERM" | "SIGKILL") => void;
}

export interface Ending {
  /** Why the task was ended, if it was. */
  readonly reason: "stopped" | "timed-out" | undefined;
  /** The task has ended: nothing is sent any more. */
  readonly over: () => void;
}

export function endOnRequest({ control, timeoutMs, graceMs, send }: EndOnRequest): Ending {
  const timers: NodeJS.Timeout[] = [];
  let reason: Ending["reason"];
  const ask = (why: "stopped" | "timed-out"): void => {
    reason ??= why;
    send("SIGTERM");
    timers.push(setTimeout(() => send("SIGKILL"), graceMs));
  };
  const onStop = (): void => ask("stopped");
  const onKill = (): void => {
    reason ??= "stopped";
    send("SIGKILL");
  };
  control.stop.addEventListener("abort", onStop, { once: true });
  control.kill.addEventListener("abort", onKill, { once: true });
  if (control.kill.aborted) onKill();
  else if (control.stop.aborted) onStop();
  if (timeoutMs !== undefined) timers.push(setTimeout(() => ask("timed-out"), timeoutMs));
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
