// What is wrong with what is asked for, found before anything of it is sent.
import { UserError } from "../../ir/user-error.ts";

export interface Problem {
  /** `pipeline`, `pipeline/task`, an option, or where a setting comes from. */
  readonly where: string;
  /** `<what is wrong, with the value>. <what to do>.` */
  readonly message: string;
}

/** As an error's message has it: one line for each problem. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.map(({ where, message }) => `${where}: ${message}`).join("\n");
}

/** Throws what is no mistake of the user's. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof UserError)) throw error;
  const [, where = "", message = error.message] = /^(.+?): (.+)$/s.exec(error.message) ?? [];
  return { where, message };
}
