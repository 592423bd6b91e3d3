// A step -> the commands that it runs, as far as its text shows them: to tell what they do, not to run them.
import type { Path } from "../files/build-file.ts";
import type { BuildStep } from "../format/build.ts";
import { imageName } from "./image-reference.ts";
import type { KnownValues } from "./known-values.ts";
import type { Variables } from "./shell-variables.ts";
import { keywords, variablesOf, withAssigned } from "./shell-variables.ts";
import type { ShellCommand, ShellWord } from "./shell-words.ts";

export interface Command {
  /** The program's name without its folder, then its arguments. None where a shell only redirects. */
  readonly words: readonly Word[];
  /** Files that a shell writes its output to, and has it read. */
  readonly writes: readonly Word[];
  readonly reads: readonly Word[];
  /** A shell reads it: `$$X` in args and `$X` in a script are variables. */
  readonly by: "exec" | "shell" | "script";
}

export interface Word extends ShellWord {
  /** The argument or script that it stands in. */
  readonly at: Path;
}

/** Text that a shell runs. */
export interface ShellText {
  readonly text: string;
  readonly at: Path;
  readonly by: "shell" | "script";
}

export const shells: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"]);

/** The script of the step, or what its shell gets with `-c`. */
export function shellTextOf(step: BuildStep, index: number): ShellText | undefined {
  if (step.script !== undefined && step.script !== "") {
    return { text: step.script, at: ["steps", index, "script"], by: "script" };
  }
  const args = step.args ?? [];
  const option = args.findIndex(
    (arg, position) => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(arg) && shellBefore(step, args.slice(0, position)),
  );
  const text = option < 0 ? undefined : args[option + 1];
  return text === undefined ? undefined : { text, at: ["steps", index, "args", option + 1], by: "shell" };
}

/** An image whose own entrypoint is not known and that gets `-c` first is taken for a shell. */
function shellBefore(step: BuildStep, before: readonly string[]): boolean {
  const programs = [entrypointName(step), ...before.map(baseName)];
  return (
    programs.some((program) => shells.has(program)) || (step.entrypoint === undefined && before.length === 0)
  );
}

/** Of the program that the image starts with; where the step does not say it, builders are called as theirs. */
export function entrypointName({ entrypoint, name }: BuildStep): string {
  return entrypoint === undefined || entrypoint === "" ? imageName(name) : baseName(entrypoint);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * In their order, with the values of the step's own variables in place, and with those of substitutions where `values`
 * has them; without `values` substitutions stay as they are written.
 */
export function commandsOf(step: BuildStep, index: number, values?: KnownValues): readonly Command[] {
  const shell = shellTextOf(step, index);
  if (shell !== undefined) return commandsIn(shell, step, values);
  const words = (step.args ?? []).map((written, position): Word => {
    const text = values?.read(written) ?? written;
    return { text, written, isOpen: written.includes("$$"), at: ["steps", index, "args", position] };
  });
  const program = programOf(step, values);
  const first: Word = {
    text: program ?? "",
    written: program ?? "",
    isOpen: false,
    at: ["steps", index, "name"],
  };
  return [{ words: program === undefined ? words : [first, ...words], writes: [], reads: [], by: "exec" }];
}

/** Undefined where the first argument is the program: the images of gcloud's SDK have no entrypoint. */
function programOf(step: BuildStep, values: KnownValues | undefined): string | undefined {
  const program = entrypointName({ ...step, name: values?.read(step.name) ?? step.name });
  if (step.entrypoint !== undefined && step.entrypoint !== "") return program;
  if (program === "cloud-sdk" || program === "google-cloud-cli") return undefined;
  return step.args?.[0] === program ? undefined : program;
}

function commandsIn(shell: ShellText, step: BuildStep, values?: KnownValues): readonly Command[] {
  const placed = (words: readonly ShellWord[]): readonly Word[] =>
    words.map((word) => ({ ...word, at: shell.at }));
  return plainCommands(shell, variablesOf(step, values), values).flatMap(({ words, writes, reads }) =>
    words.length + writes.length + reads.length === 0
      ? []
      : [{ words: placed(words), writes: placed(writes), reads: placed(reads), by: shell.by }],
  );
}

/** Those of `bash -c "..."` and `eval` stand for it, without places. */
function plainCommands(
  shell: Pick<ShellText, "text" | "by">,
  variables: Variables,
  values: KnownValues | undefined,
  depth = 0,
): readonly ShellCommand[] {
  const { commands, known } = withAssigned(shell, variables, values);
  return commands.flatMap((command): readonly ShellCommand[] => {
    const words = withoutPrefix(command.words);
    const text = depth < 4 ? textWithin(words) : undefined;
    if (text === undefined) return [{ ...command, words }];
    const inner = plainCommands({ text, by: shell.by }, known, values, depth + 1);
    const unplaced = (of: readonly ShellWord[]) => of.map(({ place, ...word }) => word);
    return [
      ...inner.map((one) => ({
        words: unplaced(one.words),
        ...{ writes: unplaced(one.writes), reads: unplaced(one.reads) },
      })),
      { ...command, words: [] },
    ];
  });
}

function textWithin([program, ...args]: readonly ShellWord[]): string | undefined {
  if (program?.text === "eval") return args.map(({ text }) => text).join(" ");
  if (program === undefined || !shells.has(program.text)) return undefined;
  return args[args.findIndex(({ text }) => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(text)) + 1 || args.length]?.text;
}

/** Programs that run the one behind them. */
const runners = new Set(["sudo", "exec", "time", "env", "command", "nohup"]);

function withoutPrefix(words: readonly ShellWord[]): readonly ShellWord[] {
  let isRun = false;
  const start = words.findIndex(({ written }) => {
    if (runners.has(baseName(written))) isRun = true;
    else if (!/^[A-Za-z_]\w*=/.test(written) && !keywords.has(written)) {
      return !(isRun && written.startsWith("-"));
    }
    return false;
  });
  const [program, ...args] = start < 0 ? [] : words.slice(start);
  return program === undefined ? [] : [{ ...program, text: baseName(program.text) }, ...args];
}

/** Its words with blanks between them, for patterns on how commands are commonly written. */
export function lineOf({ words }: Command): string {
  return words.map(({ text }) => text).join(" ");
}
