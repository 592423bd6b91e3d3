// Text from chats, tasks and files as it may be shown in a terminal, which control sequences would steer.

/** Control characters are shown as `\x1b` and the like; tabs and line feeds stay. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === "\t" || character === "\n" ? character : escaped(character),
  );
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
