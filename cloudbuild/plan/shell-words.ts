// Shell text -> the words of its commands, as far as they can be told without running it.

/** Quotes and escapes are taken away; what a `$` begins stays as it is. Redirections and comments are left out. */
export function shellCommands(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let isRedirected = false;
  const endWord = (): void => {
    if (word !== undefined && !isRedirected) commands.at(-1)?.push(word);
    if (word !== undefined) isRedirected = false;
    word = undefined;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\") {
      at += 1;
      if (text[at] !== "\n") word = (word ?? "") + (text[at] ?? "");
    } else if (character === "'" || character === '"') {
      const quoted = readQuoted(text, at);
      word = (word ?? "") + quoted.text;
      at = quoted.end;
    } else if (character === "#" && word === undefined) {
      while (at + 1 < text.length && text[at + 1] !== "\n") at += 1;
    } else if (character === "<" || character === ">") {
      if (/^\d*$/.test(word ?? "")) word = undefined; // as in 2>
      endWord();
      while (/[<>&|-]/.test(text[at + 1] ?? "")) at += 1;
      isRedirected = true;
    } else if (/[\s;&|()`]/.test(character)) {
      endWord();
      if (!/[ \t\r]/.test(character)) {
        isRedirected = false;
        commands.push([]);
      }
    } else {
      word = (word ?? "") + character;
    }
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

/** `end` is where the closing quote stands, or the text's end. */
function readQuoted(text: string, start: number): { readonly text: string; readonly end: number } {
  const quote = text[start];
  let inner = "";
  let at = start + 1;
  for (; at < text.length && text[at] !== quote; at += 1) {
    if (quote === '"' && text[at] === "\\" && /["\\$`\n]/.test(text[at + 1] ?? "")) {
      at += 1;
      if (text[at] === "\n") continue;
    }
    inner += text[at] ?? "";
  }
  return { text: inner, end: at };
}
