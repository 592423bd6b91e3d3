// Finds texts too long for Linux to start a program with, on whichever platform.
import type { PipelineContainerSpec } from "../../ir/pipeline-spec.ts";
import type { Problem } from "../problem.ts";
import { firstOfEach, type LocatedTask } from "./located-tasks.ts";

/** MAX_ARG_STRLEN: 32 pages of 4 KiB, with the zero byte at the end (man 2 execve, "Limits on size of arguments"). */
const maximum = 32 * 4096;

export function longArguments(tasks: readonly LocatedTask[]): readonly Problem[] {
  return firstOfEach(tasks).flatMap(({ where, executor }) => {
    const { container } = executor ?? {};
    return (container ? textsOf(container) : []).flatMap(([what, text]): readonly Problem[] => {
      const bytes = Buffer.byteLength(text);
      if (bytes < maximum || isChoice(text)) return [];
      const message =
        `${what} has ${bytes} bytes, and Linux starts no program with a text of ${maximum} bytes or more. ` +
        "Put it into the image, or hand it over as an artifact.";
      return [{ code: "TARGET", where, message }];
    });
  });
}

function textsOf({ command = [], args = [], env = [] }: PipelineContainerSpec) {
  return [
    ...command.map((text, index) => [`part ${index + 1} of its command`, text] as const),
    ...args.map((text, index) => [`its argument ${index + 1}`, text] as const),
    ...env.map(({ name, value }) => [`its environment variable ${name}`, `${name}=${value}`] as const),
  ];
}

/** What it gives, and how many arguments, only the run can tell. */
function isChoice(text: string): boolean {
  return /^\s*\{\s*"(Concat|IfPresent)"/.test(text);
}
