// A regular expression of RE2, as branches and tags are given to triggers, -> one of JavaScript that matches the same,
// or what RE2 refuses in it (https://github.com/google/re2/wiki/Syntax).

export type Re2Outcome =
  | { readonly regex: RegExp; readonly problem?: never }
  /** A clause: `the lookahead "(?="` */
  | { readonly problem: string; readonly regex?: never };

/** `readRe2("^main$").regex?.test("main")` is true. It matches anywhere, as the service does, unless it is anchored. */
export function readRe2(pattern: string): Re2Outcome {
  let source = "";
  let at = 0;
  // Only at the beginning: JavaScript of Node 20 has no flags within an expression.
  const [opening = "", flags = ""] = /^\(\?([imsU]+)\)/.exec(pattern) ?? [];
  if (flags.includes("U")) return { problem: 'the flag "U"' };
  at = opening.length;
  while (at < pattern.length) {
    const piece = readPiece(pattern, at);
    if ("problem" in piece) return piece;
    source += piece.source;
    at = piece.end;
  }
  try {
    return { regex: new RegExp(source, `u${flags}`) };
  } catch (error) {
    return { problem: clauseOf(error) };
  }
}

interface Piece {
  /** For JavaScript. */
  readonly source: string;
  readonly end: number;
}

type PieceOutcome = Piece | { readonly problem: string };

function readPiece(pattern: string, at: number): PieceOutcome {
  const character = pattern[at] ?? "";
  if (character === "\\") return readEscape(pattern, at);
  if (character === "[") return readClass(pattern, at);
  if (character === "(" && pattern[at + 1] === "?") return readGroup(pattern, at);
  const [repetition = ""] = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(pattern.slice(at)) ?? [];
  if (repetition !== "") return readRepetition(pattern, at, repetition);
  // RE2 takes these as they are where they close or repeat nothing.
  if (/[\]{}]/.test(character)) return { source: `\\${character}`, end: at + 1 };
  const whole = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  return { source: whole, end: at + whole.length };
}

function readRepetition(pattern: string, at: number, repetition: string): PieceOutcome {
  const end = at + repetition.length;
  if (pattern[end] === "+" || pattern[end] === "*") {
    return { problem: `the possessive or doubled repetition "${repetition}${pattern[end]}"` };
  }
  const counts = (repetition.match(/\d+/g) ?? []).map(Number);
  if (counts.some((count) => count > 1000))
    return { problem: `the repetition "${repetition}" of more than 1000` };
  return { source: repetition, end };
}

const refusedGroups: { readonly [opening: string]: string } = {
  "(?=": "lookahead",
  "(?!": "lookahead",
  "(?<=": "lookbehind",
  "(?<!": "lookbehind",
  "(?>": "atomic group",
  "(?|": "branch reset",
  "(?#": "comment",
  "(?(": "condition",
  "(?&": "subroutine",
  "(?R": "recursion",
};

function readGroup(pattern: string, at: number): PieceOutcome {
  const rest = pattern.slice(at);
  for (const [opening, what] of Object.entries(refusedGroups)) {
    if (rest.startsWith(opening)) return { problem: `the ${what} "${opening}"` };
  }
  if (rest.startsWith("(?P=") || rest.startsWith("(?P>")) {
    return { problem: `the backreference "${rest.slice(0, 4)}"` };
  }
  const [opening, name] = /^\(\?(?:P?<([A-Za-z_]\w*)>|:)/.exec(rest) ?? [];
  if (opening !== undefined) {
    return { source: name === undefined ? "(?:" : `(?<${name}>`, end: at + opening.length };
  }
  const [flags = rest.slice(0, 3)] = /^\(\?[a-zA-Z-]*[:)]/.exec(rest) ?? [];
  return { problem: `"${flags}", which is not at the beginning or none of RE2's` };
}

/** The escapes of letters and digits whose meaning is another in JavaScript, or none. */
const escapes: { readonly [letter: string]: string } = {
  A: "(?<![^])",
  z: "(?![^])",
  a: "\\x07",
  b: "\\b",
  B: "\\B",
  d: "\\d",
  D: "\\D",
  f: "\\f",
  n: "\\n",
  r: "\\r",
  s: "[\\t\\n\\f\\r ]",
  S: "[^\\t\\n\\f\\r ]",
  t: "\\t",
  v: "\\v",
  w: "\\w",
  W: "\\W",
};

/** Within a class the brackets of another have no place. No branch has the few characters that these take too many. */
const classEscapes: { readonly [letter: string]: string } = { s: "\\t\\n\\f\\r ", S: "\\S" };

function readEscape(pattern: string, at: number, inClass = false): PieceOutcome {
  const rest = pattern.slice(at);
  const letter = rest[1];
  if (letter === undefined) return { problem: "a backslash at its end" };
  if (!/[A-Za-z0-9]/.test(letter)) {
    const whole = String.fromCodePoint(rest.codePointAt(1) ?? 0);
    return { source: literal(whole), end: at + 1 + whole.length };
  }
  if (letter === "Q" && !inClass) {
    const close = rest.indexOf("\\E");
    const quoted = rest.slice(2, close < 0 ? undefined : close);
    return { source: literal(quoted), end: close < 0 ? pattern.length : at + close + 2 };
  }
  const [hex, short, long] = /^\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest) ?? [];
  if (hex !== undefined) return { source: `\\u{${short ?? long ?? "0"}}`, end: at + hex.length };
  const [octal, digits] = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest) ?? [];
  if (octal !== undefined) {
    return { source: `\\u{${Number.parseInt(digits ?? "0", 8).toString(16)}}`, end: at + octal.length };
  }
  if (/\d/.test(letter) || letter === "k") return { problem: `the backreference "\\${letter}"` };
  const [property, one, long2] = /^\\[pP](?:([A-Z])|\{(\^?\w+)\})/.exec(rest) ?? [];
  if (property !== undefined) return propertyOf(property, one ?? long2 ?? "", at);
  const source = (inClass ? classEscapes[letter] : undefined) ?? escapes[letter];
  if (source === undefined || (inClass && /[AzbB]/.test(letter))) {
    return { problem: `the escape "\\${letter}"` };
  }
  return { source, end: at + 2 };
}

function propertyOf(text: string, name: string, at: number): Piece {
  const negated = name.startsWith("^") !== text.startsWith("\\P");
  const plain = name.replace("^", "");
  const script = /^[A-Z][a-z]?$/.test(plain) ? plain : `Script=${plain}`;
  return { source: `\\${negated ? "P" : "p"}{${script}}`, end: at + text.length };
}

const asciiClasses: { readonly [name: string]: string } = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7f",
  blank: "\\t ",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

function readClass(pattern: string, start: number): PieceOutcome {
  let at = start + 1;
  let source = "[";
  if (pattern[at] === "^") {
    source += "^";
    at += 1;
  }
  for (let isFirst = true; pattern[at] !== "]" || isFirst; isFirst = false) {
    if (at >= pattern.length) return { problem: 'a "[" without its "]"' };
    const [named, negation, name = ""] = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(at)) ?? [];
    if (named !== undefined) {
      const members = Object.hasOwn(asciiClasses, name) ? asciiClasses[name] : undefined;
      if (members === undefined || negation === "^") return { problem: `the class "${named}"` };
      source += members;
      at += named.length;
    } else if (pattern[at] === "\\") {
      const piece = readEscape(pattern, at, true);
      if ("problem" in piece) return piece;
      source += piece.source;
      at = piece.end;
    } else {
      const whole = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
      source += whole === "-" ? "-" : literal(whole);
      at += whole.length;
    }
  }
  return { source: `${source}]`, end: at + 1 };
}

/** JavaScript's flag "u" lets no other characters be escaped. */
function literal(text: string): string {
  return text.replaceAll(/[\^$\\.*+?()[\]{}|/]/g, "\\$&").replaceAll("-", "\\u{2d}");
}

function clauseOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `a mistake in it (${message.replace(/^.*: /, "").toLowerCase()})`;
}
