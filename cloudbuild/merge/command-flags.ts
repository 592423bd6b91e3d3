// The words of a command -> its options and the rest.

export interface Flags {
  readonly flags: readonly (readonly [name: string, value: string])[];
  readonly rest: readonly string[];
}

/** `--name=value` and, for the names in `withValue`, `--name value`. */
export function flagsOf(words: readonly string[], withValue: ReadonlySet<string>): Flags {
  const flags: (readonly [string, string])[] = [];
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!word.startsWith("-") || word === "-") rest.push(word);
    else if (word.includes("=")) {
      const equals = word.indexOf("=");
      flags.push([word.slice(0, equals), word.slice(equals + 1)]);
    } else if (withValue.has(word)) flags.push([word, words[++at] ?? ""]);
    else flags.push([word, ""]);
  }
  return { flags, rest };
}
