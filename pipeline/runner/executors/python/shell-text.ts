// A shell script's first command as words, as far as it can be told without running it.

export interface FirstCommand {
  /** As it stands in the script. */
  readonly text: string;
  /** Quotes taken off. */
  readonly words: readonly string[];
  /** What comes after it and what separates it: `&&`, `;` or the end of its line. */
  readonly rest: string;
}

const word = /(?:[^\s'"\\$`;&|<>()#*?[\]{}!]|'[^']*'|"(?:[^"\\$`]|\\["\\$`])*"|\\[^\n]|(?<=[^\s])[#!])+/y;
/** Blanks, and line ends that a backslash takes back. */
const blanks = /(?:[ \t]|\\\n)*/y;
const separator = /&&[ \t\n]*|;(?!;)[ \t\n]*|\n+[ \t\n]*|$/y;

/** `undefined`: its words come from variables, other commands, patterns or files, or it is no simple command. */
export function readFirstCommand(script: string): FirstCommand | undefined {
  const words: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(script)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  while (true) {
    take(blanks);
    const end = at;
    if (take(separator) !== undefined) {
      return words.length === 0
        ? undefined
        : { text: script.slice(0, end).trim(), words, rest: script.slice(at) };
    }
    const text = take(word);
    if (text === undefined) return undefined;
    words.push(unquote(text));
  }
}

function unquote(text: string): string {
  return text.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? "",
  );
}

/** The same text as one word of a command line. */
export function quoteWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
