// What a command of the command line is; each file of `commands/` exports one.

export interface Command {
  /** The whole text of `--help`. */
  readonly usage: string;
  /** Has commands of its own, and answers `--help` itself. Default: `usage` is the answer. */
  readonly readsHelp?: boolean;
  /** Takes the arguments after the command's name; gives the exit code. */
  readonly run: (argv: readonly string[]) => Promise<number>;
}
