// `_A=1,_B=2`, as gcloud takes it -> the value of each substitution.
import { UserError } from "../../pipeline/ir/user-error.ts";

/** A text that begins with `^;^` has `;` in place of the commas, as `gcloud topic escaping` says. Later ones win. */
export function readSubstitutions(given: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(given.flatMap(readOne));
}

function readOne(text: string): readonly (readonly [string, string])[] {
  const [escape = "", separator = ","] = /^\^([^^]+)\^/.exec(text) ?? [];
  return text
    .slice(escape.length)
    .split(separator)
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [, name, value] = /^(_[A-Z0-9_]+)=(.*)$/s.exec(pair) ?? [];
      if (name !== undefined && value !== undefined) return [name, value] as const;
      throw new UserError(
        "WRONG_SUBSTITUTION",
        `--substitutions "${pair}": is no substitution. Write _NAME=value, with capital letters, digits and _ in the name.`,
      );
    });
}
