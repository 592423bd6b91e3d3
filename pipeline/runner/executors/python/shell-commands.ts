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

/** `1<<2` is no text's beginning. */
const token =
  /\\\n|\\[^]|'[^']*'?|"|\$?\(|\)|`|\$'(?:[^'\\]|\\[^])*'?|<<-?(?!<|\s*\d)|&?>>?[&|]?|<(?:<<|[&>])?|[;&|\n]|[ \t\r]+|#|[^\\'"$()`<>;&|\n \t\r#]+|\$/g;

/** Also those in `$(...)`, in backticks and in parentheses. Reserved words (`if`, `then`, `!`) stand as words. */
export function commandsOf(script: string): readonly (readonly string[])[] {
  const place = startPlace();
  token.lastIndex = 0;
  for (let found = token.exec(script); found !== null; found = token.exec(script)) {
    const [text] = found;
    if (place.isQuoted() && !/^(?:\\\n|"|\$\(|`)$/.test(text)) {
      token.lastIndex = found.index + addQuoted(text, place.add);
    } else if (text === "#" && !place.isInWord()) {
      token.lastIndex = endOfLine(script, found.index);
    } else {
      read(text, place);
      if (text === "\n") token.lastIndex = skipTexts(script, token.lastIndex, place.takeTexts());
    }
  }
  return place.end();
}

type Place = ReturnType<typeof startPlace>;

function read(text: string, place: Place): void {
  if (text === "\\\n") return;
  if (text === '"') place.quote();
  else if (text === "$(") place.open(")");
  else if (text === "`") place.isClosedBy("`") ? place.close() : place.open("`");
  else if (text.startsWith("\\")) place.add(text.slice(1));
  else if (/^\$?'/.test(text)) place.add(text.replace(/^\$?'|'$/g, ""));
  else if (/^[ \t\r]/.test(text)) place.endWord();
  else if (/^(?:&?>|<)/.test(text)) place.redirect(/^<<-?$/.test(text) ? "text" : "file");
  else if (text === ")" && place.isClosedBy(")")) place.close();
  else if (/^[;&|\n()]$/.test(text)) {
    place.endCommand();
    if (text === "(") place.open(")");
  } else place.add(text);
}

/** Where in the script it is, and what has been read. */
function startPlace() {
  const commands: (readonly string[])[] = [];
  const outer: Level[] = [];
  let level = newLevel("", false);
  let isQuoted = false;
  let texts: string[] = [];
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
  const add = (text: string): void => void (level.word = (level.word ?? "") + text);
  const close = (): void => {
    endCommand();
    isQuoted = level.isQuoted;
    level = outer.pop() ?? level;
  };
  return {
    isQuoted: () => isQuoted,
    isInWord: () => level.word !== undefined,
    isClosedBy: (text: string) => level.closedBy === text && !isQuoted,
    add,
    endWord,
    endCommand,
    quote: () => {
      isQuoted = !isQuoted;
      add("");
    },
    /** A number before it belongs to it. */
    redirect: (target: "file" | "text") => {
      if (/^\d+$/.test(level.word ?? "")) level.word = undefined;
      endWord();
      level.target = target;
    },
    open: (closedBy: string) => {
      outer.push(level);
      level = newLevel(closedBy, isQuoted);
      isQuoted = false;
    },
    close,
    /** What ends the texts that begin with the next line. */
    takeTexts: () => {
      const taken = texts;
      texts = [];
      return taken;
    },
    end: () => {
      while (outer.length > 0) close();
      endCommand();
      return commands;
    },
  };
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
