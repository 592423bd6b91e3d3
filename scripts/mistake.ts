// Tells a user's mistake, of which the message is shown, from a defect, of which the stack is.
import { printable } from "../pipeline/ir/printable-text.ts";
import { UserError } from "../pipeline/ir/user-error.ts";

/** What to show of it; `undefined`: it is no mistake of the user's. It may quote what a file says. */
export function mistakeMessage(error: unknown): string | undefined {
  return error instanceof UserError || isWrongOption(error) ? printable(error.message) : undefined;
}

/** `util.parseArgs` reports unknown options by these codes. */
export function isWrongOption(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
}
