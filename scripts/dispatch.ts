// The command that is named among several -> loaded and run, with what is wrong with its options said.
import { UserError } from "../pipeline/ir/user-error.ts";
import { didYouMean } from "../pipeline/ir/closest-name.ts";
import type { Command } from "./command.ts";
import { isWrongOption } from "./mistake.ts";

/** Loaded on demand, so that no command waits for what only another needs. */
export interface Entry {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export interface Commands {
  /** What stands before them, as `pollux cloudbuild`. */
  readonly prefix: string;
  /** What they are, in the help; default: nothing. */
  readonly about?: string;
  /** Default: nothing. */
  readonly ending?: string;
  readonly entries: { readonly [name: string]: Entry };
}

/** Gives the exit code; the list of the commands where none is named. Throws `UNKNOWN_COMMAND`, `WRONG_OPTION`. */
export async function dispatch(commands: Commands, [name, ...rest]: readonly string[]): Promise<number> {
  const { prefix, entries } = commands;
  if (name === undefined || name === "help" || isHelp(name)) {
    console.log(overview(commands));
    return 0;
  }
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) {
    const names = Object.keys(entries);
    throw new UserError(
      "UNKNOWN_COMMAND",
      `${prefix}: there is no command "${name}".${didYouMean(name, names)} Use one of: ${names.join(", ")}.`,
    );
  }
  const command = await entry.load();
  if (command.readsHelp !== true && rest.some(isHelp)) {
    console.log(command.usage);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (!isWrongOption(error)) throw error;
    throw new UserError("WRONG_OPTION", `${prefix} ${name}: ${error.message}`);
  }
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

export function overview({ prefix, about, ending, entries }: Commands): string {
  const width = Math.max(...Object.keys(entries).map((name) => name.length));
  const lines = Object.entries(entries).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    `usage: ${prefix} COMMAND [OPTION]...`,
    "",
    ...(about === undefined ? [] : [about, ""]),
    ...lines,
    "",
    `\`${prefix} COMMAND --help\` explains one.${ending === undefined ? "" : ` ${ending}`}`,
  ].join("\n");
}
