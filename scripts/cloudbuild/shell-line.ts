// Words of a command -> the line that a shell reads as just these words.

/** Quoted where it must be; a word may be anything but have a NUL in it. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** Control characters and what turns the direction of writing would steer the terminal: they are shown as bash writes them. */
function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(word))
    return `'${word.replaceAll("'", `'\\''`)}'`;
  const escaped = word.replace(/[\\'\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    if (character === "\\" || character === "'") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
  return `$'${escaped}'`;
}
