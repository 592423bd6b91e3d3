// A step -> the commands that it runs, as far as its text shows them: for warnings, not to run them.
import type { Path } from "../files/build-file.ts";
import type { BuildStep } from "../format/build.ts";

export interface Command {
  /** The program's name without its folder, then its arguments. */
  readonly words: readonly Word[];
  /** A shell reads it: `$$X` in args and `$X` in a script are variables. */
  readonly by: "exec" | "shell" | "script";
}

export interface Word {
  readonly text: string;
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
function shellBefore({ entrypoint, name }: BuildStep, before: readonly string[]): boolean {
  const programs = [entrypoint ?? imageProgram(name), ...before].map(baseName);
  return programs.some((program) => shells.has(program)) || (entrypoint === undefined && before.length === 0);
}

/** `docker` for `gcr.io/cloud-builders/docker:20`: what builders are called, and for many their entrypoint. */
function imageProgram(image: string): string {
  return baseName(image).replace(/[:@].*$/, "");
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function commandsOf(step: BuildStep, index: number): readonly Command[] {
  const shell = shellTextOf(step, index);
  if (shell !== undefined) return shellCommands(shell);
  const args = (step.args ?? []).map((text, position) => ({ text, at: ["steps", index, "args", position] }));
  const program = programOf(step);
  const words =
    program === undefined ? args : [{ text: baseName(program), at: ["steps", index, "name"] }, ...args];
  return [{ words, by: "exec" }];
}

/** Undefined where the first argument is the program: the images of gcloud's SDK have no entrypoint. */
function programOf({ entrypoint, name, args = [] }: BuildStep): string | undefined {
  if (entrypoint !== undefined && entrypoint !== "") return entrypoint;
  const program = imageProgram(name);
  if (program === "cloud-sdk" || program === "google-cloud-cli") return undefined;
  return args[0] === program ? undefined : program;
}

/** Split without regard to quotes around the separators; a line that ends with a backslash goes on. */
function shellCommands({ text, at, by }: ShellText): readonly Command[] {
  return text
    .replaceAll(/\\\r?\n/g, " ")
    .split(/\r?\n|&&|\|\||;|\|/)
    .map((line) => ({ words: shellWords(line).map((word) => ({ text: word, at })), by }))
    .filter(({ words }) => words.length > 0);
}

function shellWords(line: string): readonly string[] {
  const words = (line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replaceAll(/["']/g, ""),
  );
  const comment = words.findIndex((word) => word.startsWith("#"));
  const said = comment < 0 ? words : words.slice(0, comment);
  const start = said.findIndex(
    (word) => !/^[A-Za-z_]\w*=/.test(word) && !["sudo", "exec", "time"].includes(word),
  );
  return start < 0 ? [] : said.slice(start).map((word, position) => (position === 0 ? baseName(word) : word));
}
