// What the tasks of the executors' contract do, whichever language they are written in.
import type { ContainerTask } from "../../../../pipeline/runner/index.ts";

export const behaviours = [
  /** Says `one`, `two` on standard error, and `three` without an end; exits with 4. */
  "exit",
  /** Says each argument as `<argument>`, without an end. */
  "arguments",
  /** Says the values of the variables that the arguments name, or `none`; a blank for each white space. */
  "variables",
  /** Says the value of the variable `API_KEY` on standard error. */
  "complain",
  /** Writes `x` and the line's end into the file `here` of its folder. */
  "write",
  /** Says `ready`; when asked to stop, writes the file `bye` and ends well. */
  "stop",
  /** Says its number and that of a process that it starts; neither stops when asked. */
  "stay",
  "sleep",
  /** Says the number of a process that it starts, and ends well. */
  "leave",
  /** The same, but that the process leads a session of its own. */
  "escape",
  /** Sends itself what ends it at once. */
  "kill",
  /** Says `line 0` to `line 4999`, then 200,000 times `x` without an end. */
  "talk",
] as const;

export type Behaviour = (typeof behaviours)[number];

/** The command line of a task that does so. */
export type Behave = (
  behaviour: Behaviour,
  ...args: readonly string[]
) => Pick<ContainerTask, "command" | "args"> & Partial<ContainerTask>;
