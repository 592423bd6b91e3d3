// A command -> the files that it writes, as far as its words show them.
import { dockerCommandOf } from "./docker-commands.ts";
import { valuesOf } from "./docker-options.ts";
import type { Command, Word } from "./step-commands.ts";

export interface FileWriters {
  /** Of docker's and kaniko's builds, whose value is a file. */
  readonly options: readonly string[];
  /** Each of their operands is a file that they write. */
  readonly programs: readonly string[];
}

/** By image builds, behind `>`, and by the programs that are named. */
export function filesWritten(command: Command, { options, programs }: FileWriters): readonly Word[] {
  const docker = dockerCommandOf(command);
  const named = docker?.kind === "build" ? valuesOf(docker.options, ...options) : [];
  const [program, ...args] = command.words;
  const given = programs.includes(program?.text ?? "")
    ? args.filter(({ text }) => !text.startsWith("-"))
    : [];
  return [...named, ...command.writes, ...given];
}
