// The one thing that a command is about.
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Throws `WRONG_ARGUMENTS`. `command` is as it is called, as `schedule pause`. */
export function oneReference(command: string, what: string, positionals: readonly string[]): string {
  const [reference] = positionals;
  if (reference !== undefined && reference !== "" && positionals.length === 1) return reference;
  throw new UserError(
    "WRONG_ARGUMENTS",
    `pollux ${command}: ${positionals.length} are given. Give one ${what}, as pollux ${command} ${what.toUpperCase()}.`,
  );
}
