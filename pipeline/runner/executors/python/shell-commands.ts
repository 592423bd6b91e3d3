// A shell script to the commands that stand in it, each as its words; nothing in it is run. What variables hold is not
// known, and stays as it is written.

interface Level {
  /** What ends it: `)`, a backtick, or nothing for the script itself. */
  readonly closedBy: string;
  /** It stands between double quotes. */
  readonly isQuoted: boolean;
  words: string[];
  word: string | undefined;
  /** What the next word is a redirection's: a file, or the line that ends a text within the script. */
  target: "none" | "file" | "text";
}

const token =
  /\\\n|\\[^]|'[^']*'?|"|\$?\(|\)|`|\$'(?:[^'\\]|\\[^])*'?|<<-?(?!<)|&?>>?[&|]?|<(?:<<|[&>])?|[;&|\n]|[ \t\r]+|#|[^\\'"$()`<>;&|\n \t\r#]+|\$/g;

/** Also those in `$(...)`, in backticks and in parentheses. Reserved words (`if`, `then`, `!`) stand as words. */
export function commandsOf(script: string): readonly (readonly string[])[] {
  const commands: (readonly string[])[] = [];
  const outer: Level[] = [];
  let level = newLevel("", false);
  let isQuoted = false;
  let texts: string[] = [];
  const add = (text: string): void => void (level.word = (level.word ?? "") + text);
  const endWord = (): void => {
    if (level.word === undefined) return;
    if (level.target === "none") level.words.push(level.word);
    if (level.target === "text") texts.push(level.word);
    [level.word, level.target] = [undefined, "none"];
  };
  const endCommand = (): void => {
    endWord();
    if (level.words.length > 0) commands.push(level.words);
    [level.words, level.target] = [[], "none"];
  };
  const open = (closedBy: string): void => {
    outer.push(level);
    level = newLevel(closedBy, isQuoted);
    isQuoted = false;
  };
  const close = (): void => {
    endCommand();
    isQuoted = level.isQuoted;
    level = outer.pop() ?? level;
  };
  token.lastIndex = 0;
  for (let found = token.exec(script); found !== null; found = token.exec(script)) {
    const [text] = found;
    if (text === "\\\n") continue;
    else if (text === '"') {
      isQuoted = !isQuoted;
      add("");
    } else if (text === "$(") open(")");
    else if (text === "`") level.closedBy === "`" && !isQuoted ? close() : open("`");
    else if (isQuoted) token.lastIndex = found.index + addQuoted(text, add);
    else if (text.startsWith("\\")) add(text.slice(1));
    else if (/^\$?'/.test(text)) add(text.replace(/^\$?'|'$/g, ""));
    else if (/^[ \t\r]/.test(text)) endWord();
    else if (text === "#" && level.word === undefined) token.lastIndex = endOfLine(script, found.index);
    else if (/^(?:&?>|<)/.test(text)) {
      if (/^\d+$/.test(level.word ?? "")) level.word = undefined;
      endWord();
      level.target = /^<<-?$/.test(text) ? "text" : "file";
    } else if (text === "(") {
      endCommand();
      open(")");
    } else if (text === ")" && level.closedBy === ")") close();
    else if (/^[;&|\n)]$/.test(text)) {
      endCommand();
      if (text === "\n") token.lastIndex = skipTexts(script, token.lastIndex, texts);
      if (text === "\n") texts = [];
    } else add(text);
  }
  for (endCommand(); outer.length > 0;) close();
  endCommand();
  return commands;
}

function newLevel(closedBy: string, isQuoted: boolean): Level {
  return { closedBy, isQuoted, words: [], word: undefined, target: "none" };
}

/** How much of a token that has no meaning of its own between double quotes belongs to them. */
function addQuoted(text: string, add: (text: string) => void): number {
  if (text.startsWith("\\")) {
    add(/^\\["\\$`]/.test(text) ? text.slice(1) : text);
    return text.length;
  }
  const taken = /^\$?'/.test(text) ? text.slice(0, text.indexOf("'") + 1) : text;
  add(taken);
  return taken.length;
}

function endOfLine(script: string, from: number): number {
  const end = script.indexOf("\n", from);
  return end === -1 ? script.length : end;
}

/** Each text goes to the line that is its word (after tabs, which `<<-` allows). */
function skipTexts(script: string, from: number, ends: readonly string[]): number {
  let at = from;
  for (const end of ends) {
    for (let line: string | undefined; at < script.length && line !== end;) {
      const next = endOfLine(script, at);
      line = script.slice(at, next).replace(/^\t+/, "");
      at = next + 1;
    }
  }
  return Math.min(at, script.length);
}
