// Why a container did not start its program.
import { cannotStart } from "../how-it-ended.ts";
import type { ContainerTask, TaskExit } from "../task-executor.ts";
import { explainFault, statusOf } from "./engine-faults.ts";
import type { LocalImage } from "./image-store.ts";

interface Start {
  readonly task: ContainerTask;
  readonly image: LocalImage;
  readonly init: boolean;
}

/** The engine has no such first process to put before the task's. */
export class NoInitError extends Error {}

/** Throws the error itself if the engine does not answer. */
export function explainStart(error: unknown, { task, image, init }: Start): TaskExit {
  if (statusOf(error) === undefined) throw error;
  const fault = explainFault(error);
  if (init && /container-init|docker-init|init binary/i.test(fault)) throw new NoInitError();
  const program = task.command[0] ?? image.entrypoint[0];
  if (/no command (or entrypoint )?(provided|specified)/i.test(fault)) {
    return {
      kind: "not-started",
      message: `its container has no command, and the image "${task.image}" starts none`,
    };
  }
  if (
    program !== undefined &&
    /exec:? .*(not found|no such file or directory)|executable file .*not found/i.test(fault)
  ) {
    return cannotStart(program, "ENOENT");
  }
  if (program !== undefined && /exec:? .*permission denied/i.test(fault))
    return cannotStart(program, "EACCES");
  const elsewhere = /bind source path does not exist|not shared from|mounts denied/i.test(fault)
    ? "; the engine must see this machine's files under the same paths"
    : "";
  return { kind: "not-started", message: `cannot start its container (${fault}${elsewhere})` };
}

/**
 * The first process that engines put before a task's starts in any case, and then complains if the program cannot be:
 * `[FATAL tini (7)] exec x failed: No such file or directory`, `ERROR (catatonit:6): failed to exec pid1: No such...`.
 */
export function initComplaint(line: string, { command }: ContainerTask): TaskExit | undefined {
  const [program] = command;
  const complaint =
    /^(?:\[FATAL tini \(\d+\)\] exec .* failed|ERROR \(catatonit:\d+\): failed to exec pid1): (.*)$/.exec(
      line,
    );
  if (complaint === null || program === undefined) return undefined;
  const codes: { readonly [reason: string]: string } = {
    "No such file or directory": "ENOENT",
    "Argument list too long": "E2BIG",
    "Permission denied": "EACCES",
  };
  return cannotStart(program, codes[complaint[1] ?? ""] ?? complaint[1] ?? "");
}
