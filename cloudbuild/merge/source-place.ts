// Names that builds.ts says -> where it says them, as well as its text alone can tell.
import type { Place } from "../files/build-file.ts";

export interface Source {
  readonly file: string;
  readonly text: string;
}

/**
 * Each word is looked for behind the one before it: in quotes, or as the name of a field. Gives the place of the last one
 * that is found, or the file's beginning.
 */
export function placeInSource({ file, text }: Source, words: readonly string[]): Place {
  let [offset, length] = [0, 1];
  let from = 0;
  for (const word of words) {
    const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const quoted = new RegExp(`(["'\`])${escaped}\\1|(?<![\\w$"'\`-])${escaped}(?=\\s*:)`, "g");
    quoted.lastIndex = from;
    const found = quoted.exec(text);
    if (found === null) continue;
    [offset, length] = [found.index, found[0].length];
    from = quoted.lastIndex;
  }
  const before = text.slice(0, offset).split("\n");
  return { file, line: before.length, column: (before.at(-1) ?? "").length + 1, length };
}
