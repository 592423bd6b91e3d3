// Shell text -> its commands: their words and where they are redirected, as far as that can be told without running it.

export interface ShellWord {
  /** Without quotes and escapes, with the values that are known in place. */
  readonly text: string;
  /** Without those values. */
  readonly written: string;
  /** A variable or a command stands in it, and what the shell puts there is not known. */
  readonly isOpen: boolean;
  /** In the text, with its quotes. Absent where the word is one of those that a value was split into. */
  readonly place?: { readonly start: number; readonly end: number };
}

export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** The files behind `>`. */
  readonly writes: readonly ShellWord[];
  /** The files behind `<`. */
  readonly reads: readonly ShellWord[];
}

/** Stands for a part of the text. */
export interface Insert {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** The shell puts it in, and not between single quotes. */
  readonly isVariable: boolean;
}

interface OpenCommand {
  readonly words: ShellWord[];
  readonly writes: ShellWord[];
  readonly reads: ShellWord[];
}

interface Reading {
  readonly text: string;
  readonly inserts: ReadonlyMap<number, Insert>;
  readonly commands: ShellCommand[];
  /** Whose bodies begin with the next line. */
  readonly documents: { end: string; readonly of: OpenCommand }[];
  /** How many `$(` and documents it is in. */
  readonly depth: number;
  at: number;
  command: OpenCommand;
  word:
    { text: string; written: string; isOpen: boolean; readonly start: number; isSplit: boolean } | undefined;
  /** What the next word is. */
  target: "word" | "write" | "read" | "document" | "nothing";
}

/**
 * In their order, those of `$(...)` before the one that they stand in, with its words as they are written. Comments and
 * what a program gets behind `<<` are left out.
 */
export function shellCommands(text: string, inserts: readonly Insert[] = []): readonly ShellCommand[] {
  const reading: Reading = {
    ...{ text, inserts: new Map(inserts.map((one) => [one.start, one])), commands: [] },
    ...{ depth: 0, at: 0, ...fresh() },
  };
  readCommands(reading, false);
  return reading.commands;
}

function newCommand(): OpenCommand {
  return { words: [], writes: [], reads: [] };
}

/** Up to the text's end, or to the `)` that belongs to a `$(` before. */
function readCommands(reading: Reading, isNested: boolean): void {
  let depth = 0;
  for (; reading.at < reading.text.length; reading.at += 1) {
    const character = reading.text[reading.at] ?? "";
    if (character === "\\") readEscape(reading);
    else if (character === "'") readSingleQuoted(reading);
    else if (character === '"') readDoubleQuoted(reading);
    else if (character === "$" || character === "`") readDollar(reading, false);
    else if (character === "#" && reading.word === undefined) skipLine(reading);
    else if (character === "<" || character === ">") readRedirection(reading);
    else if (character === "&" && reading.text[reading.at + 1] === ">") endWord(reading);
    else if (/[\s;&|()]/.test(character)) {
      endWord(reading);
      if (character === "(") depth += 1;
      else if (character === ")" && isNested && depth === 0) break;
      else if (character === ")" && depth > 0) depth -= 1;
      else if (character === ")") reading.command = newCommand(); // a pattern of case
      if (!/[ \t\r]/.test(character)) endCommand(reading);
      if (character === "\n") readDocuments(reading);
    } else add(reading, character);
  }
  endWord(reading);
  endCommand(reading);
}

function add(reading: Reading, text: string, { written = text, start = reading.at } = {}): void {
  reading.word ??= { text: "", written: "", isOpen: false, start, isSplit: false };
  reading.word.text += text;
  reading.word.written += written;
}

function endWord(reading: Reading): void {
  const { command, target, documents } = reading;
  if (reading.word === undefined) return;
  const { text, written, isOpen, start, isSplit } = reading.word;
  const word: ShellWord = { text, written, isOpen, ...(!isSplit && { place: { start, end: reading.at } }) };
  if (target === "word") command.words.push(word);
  else if (target === "write") command.writes.push(word);
  else if (target === "read") command.reads.push(word);
  else if (target === "document") documents.push({ end: word.written, of: command });
  reading.word = undefined;
  reading.target = "word";
}

function endCommand(reading: Reading): void {
  const { words, writes, reads } = reading.command;
  if (words.length + writes.length + reads.length > 0) reading.commands.push(reading.command);
  reading.command = newCommand();
  reading.target = "word";
}

function readEscape(reading: Reading): void {
  const start = reading.at;
  reading.at += 1;
  const escaped = reading.text[reading.at];
  if (escaped === "\r" && reading.text[reading.at + 1] === "\n") reading.at += 1;
  else if (escaped !== "\n" && escaped !== undefined) add(reading, escaped, { start });
}

/** Up to where the closing quote stands, or the text's end. */
function readSingleQuoted(reading: Reading): void {
  add(reading, "");
  for (reading.at += 1; reading.at < reading.text.length; reading.at += 1) {
    const insert = reading.inserts.get(reading.at);
    if (insert?.isVariable === false) putIn(reading, insert, true);
    else if (reading.text[reading.at] === "'") return;
    else add(reading, reading.text[reading.at] ?? "");
  }
}

function readDoubleQuoted(reading: Reading): void {
  add(reading, "");
  for (reading.at += 1; reading.at < reading.text.length; reading.at += 1) {
    const character = reading.text[reading.at] ?? "";
    if (character === '"') return;
    if (character === "\\" && /["\\$`\n]/.test(reading.text[reading.at + 1] ?? "")) readEscape(reading);
    else if (character === "$" || character === "`") readDollar(reading, true);
    else add(reading, character);
  }
}

/** At a `$` or a backtick; afterwards at the last character of what it begins. */
function readDollar(reading: Reading, isQuoted: boolean): void {
  const { text, at } = reading;
  const insert = reading.inserts.get(at);
  const next = text[at + 1] ?? "";
  if (insert !== undefined) putIn(reading, insert, isQuoted);
  else if (text[at] === "`") addOpen(reading, readBackticks(reading));
  else if (text.startsWith("$((", at)) addOpen(reading, closedBy(text, at, "))"));
  else if (next === "(") addOpen(reading, readSubstitution(reading));
  else if (next === "{") addOpen(reading, closedBy(text, at, "}"));
  else if (/[\w$@*#?!-]/.test(next)) addOpen(reading, at);
  else add(reading, "$");
}

function putIn(reading: Reading, { end, value }: Insert, isQuoted: boolean): void {
  const written = reading.text.slice(reading.at, end);
  // Without quotes the shell splits a value into words.
  const [first = "", ...others] = isQuoted ? [value] : value.split(/\s+/);
  if (first !== "" || reading.word !== undefined || isQuoted) add(reading, first, { written });
  if (others.length > 0 && reading.word !== undefined) reading.word.isSplit = true;
  for (const other of others) {
    endWord(reading);
    if (other === "") continue;
    add(reading, other, { written });
    if (reading.word !== undefined) reading.word.isSplit = true;
  }
  reading.at = end - 1;
}

/** What stands up to that place, as it is written. */
function addOpen(reading: Reading, last: number): void {
  add(reading, reading.text.slice(reading.at, last + 1));
  if (reading.word !== undefined) reading.word.isOpen = true;
  reading.at = last;
}

/** Where it ends; at the text's end where nothing closes it. */
function closedBy(text: string, start: number, end: string): number {
  const found = text.indexOf(end, start);
  return found < 0 ? text.length - 1 : found + end.length - 1;
}

/** Deeper than anybody writes. */
const deepest = 50;

function readSubstitution(reading: Reading): number {
  if (reading.depth >= deepest) return closedBy(reading.text, reading.at, ")");
  const inner: Reading = { ...reading, depth: reading.depth + 1, at: reading.at + 2, ...fresh() };
  readCommands(inner, true);
  return Math.min(inner.at, reading.text.length - 1);
}

function fresh(): Pick<Reading, "command" | "word" | "target" | "documents"> {
  return { command: newCommand(), word: undefined, target: "word", documents: [] };
}

function readBackticks(reading: Reading): number {
  const end = closedBy(reading.text, reading.at + 1, "`");
  const text = reading.text.slice(0, reading.text[end] === "`" ? end : end + 1);
  readCommands({ ...reading, text, at: reading.at + 1, ...fresh() }, false);
  return end;
}

function skipLine(reading: Reading): void {
  while (reading.at + 1 < reading.text.length && reading.text[reading.at + 1] !== "\n") reading.at += 1;
}

function readRedirection(reading: Reading): void {
  if (/^\d+$/.test(reading.word?.written ?? "")) reading.word = undefined; // as in 2>
  endWord(reading);
  const [signs = ""] =
    /^(?:<<<|<<-?|<&|<>|<|>>|>&|>\||>)/.exec(reading.text.slice(reading.at, reading.at + 3)) ?? [];
  reading.at += signs.length - 1;
  const isStream = signs.endsWith("&") && /[\d-]/.test(reading.text[reading.at + 1] ?? "");
  if (signs === "<<<" || isStream) reading.target = "nothing";
  else if (signs.startsWith("<<")) reading.target = "document";
  else reading.target = signs.startsWith("<") ? "read" : "write";
}

/** At a line's end: skips the documents that begin behind it. What a shell gets is read as what it runs. */
function readDocuments(reading: Reading): void {
  for (const { end, of } of reading.documents.splice(0)) {
    const lines = reading.text.slice(reading.at + 1).split("\n");
    const last = lines.findIndex((line) => line.replace(/^\t+/, "").trimEnd() === end);
    const body = (last < 0 ? lines : lines.slice(0, last + 1)).join("\n");
    const isShell = /(?:^|\/)(?:ba|da|z|k|a)?sh$/.test(of.words[0]?.text ?? "");
    if (isShell && reading.depth < deepest) {
      const text = reading.text.slice(0, reading.at + 1 + body.length - (last < 0 ? 0 : end.length));
      readCommands({ ...reading, text, depth: reading.depth + 1, at: reading.at + 1, ...fresh() }, false);
    }
    reading.at += body.length;
    if (last >= 0) reading.at += 1;
  }
}
