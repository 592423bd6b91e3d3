// Escapes and classes of RE2 -> those of JavaScript's regular expressions with the flag "u".

export interface Piece {
  /** For JavaScript. */
  readonly source: string;
  readonly end: number;
}

/** `problem`: a clause, as `the lookahead "(?="`. */
export type PieceOutcome = Piece | { readonly problem: string };

/** Of letters and digits; their meaning is another in JavaScript, or none. */
const escapes: { readonly [letter: string]: string } = {
  A: "(?:(?<![^]))",
  z: "(?:(?![^]))",
  a: "\\x07",
  b: "(?:\\b)",
  B: "(?:\\B)",
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

interface EscapeOptions {
  readonly inClass?: boolean;
  /** Whether capitals and small letters are the same. */
  readonly ignoreCase?: boolean;
}

export function readEscape(
  pattern: string,
  at: number,
  { inClass = false, ignoreCase = false }: EscapeOptions = {},
): PieceOutcome {
  const rest = pattern.slice(at);
  const letter = rest[1];
  if (letter === undefined) return { problem: "a backslash at its end" };
  const one = (code: number, length: number): PieceOutcome => {
    if (code > 0x10ffff) return { problem: `the character "${rest.slice(0, length)}"` };
    return { source: literal(String.fromCodePoint(code), ignoreCase), end: at + length };
  };
  if (!/[A-Za-z0-9]/.test(letter)) {
    const code = rest.codePointAt(1) ?? 0;
    return one(code, 1 + String.fromCodePoint(code).length);
  }
  if (letter === "Q" && !inClass) {
    const close = rest.indexOf("\\E");
    const quoted = [...rest.slice(2, close < 0 ? undefined : close)];
    const source = quoted.map((character) => literal(character, ignoreCase)).join("");
    return { source, end: close < 0 ? pattern.length : at + close + 2 };
  }
  const [hex, short, long] = /^\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest) ?? [];
  if (hex !== undefined) return one(Number.parseInt(short ?? long ?? "0", 16), hex.length);
  const [octal, digits] = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest) ?? [];
  if (octal !== undefined) return one(Number.parseInt(digits ?? "0", 8), octal.length);
  if (/\d/.test(letter) || letter === "k") return { problem: `the backreference "\\${letter}"` };
  const [property, short2, long2] = /^\\[pP](?:([A-Z])|\{(\^?\w+)\})/.exec(rest) ?? [];
  if (property !== undefined) {
    const source = propertyOf(property, short2 ?? long2 ?? "");
    return { source: ignoreCase ? bothCases(source) : source, end: at + property.length };
  }
  const source = (inClass ? classEscapes[letter] : undefined) ?? escapes[letter];
  if (source === undefined || (inClass && /[AzbB]/.test(letter))) {
    return { problem: `the escape "\\${letter}"` };
  }
  return { source, end: at + 2 };
}

function propertyOf(text: string, name: string): string {
  const negated = name.startsWith("^") !== text.startsWith("\\P");
  const plain = name.replace("^", "");
  const script = /^[A-Z][a-z]?$/.test(plain) ? plain : `Script=${plain}`;
  return `\\${negated ? "P" : "p"}{${script}}`;
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

export function readClass(pattern: string, start: number, ignoreCase: boolean): PieceOutcome {
  let at = start + 1;
  let members = "";
  const isNegated = pattern[at] === "^";
  if (isNegated) at += 1;
  for (let isFirst = true; pattern[at] !== "]" || isFirst; isFirst = false) {
    if (at >= pattern.length) return { problem: 'a "[" without its "]"' };
    const [named, negation, name = ""] = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(at)) ?? [];
    if (named !== undefined) {
      const ascii = Object.hasOwn(asciiClasses, name) ? asciiClasses[name] : undefined;
      if (ascii === undefined) return { problem: `the class "${named}"` };
      members += negation === "^" ? complementOf(ascii) : ascii;
      at += named.length;
    } else if (pattern[at] === "\\") {
      const piece = readEscape(pattern, at, { inClass: true });
      if ("problem" in piece) return piece;
      members += piece.source;
      at = piece.end;
    } else {
      const whole = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
      members += whole === "-" ? "-" : literal(whole);
      at += whole.length;
    }
  }
  const plain = `[${isNegated ? "^" : ""}${members}]`;
  if (!ignoreCase) return { source: plain, end: at + 1 };
  const both = bothCases(members);
  return { source: isNegated ? `(?:(?!${both})[^])` : both, end: at + 1 };
}

/** JavaScript has no class within another: the characters that are left, one by one. */
function complementOf(members: string): string {
  const inside = new RegExp(`[${members}]`, "u");
  const left = Array.from({ length: 128 }, (_, code) => code).filter(
    (code) => !inside.test(String.fromCharCode(code)),
  );
  return `${left.map((code) => `\\x${code.toString(16).padStart(2, "0")}`).join("")}\\x80-\\u{10ffff}`;
}

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];

/** With the other case of ASCII's letters: JavaScript of Node 20 has no flags for a part of an expression. */
function bothCases(members: string): string {
  try {
    const inside = new RegExp(`[${members}]`, "iu");
    return `[${members}${letters.filter((letter) => inside.test(letter)).join("")}]`;
  } catch {
    return `[${members}]`; // what is wrong with it is told of the whole
  }
}

/** JavaScript's flag "u" lets no other characters be escaped. */
export function literal(character: string, ignoreCase = false): string {
  const cases = [...new Set([character, character.toLowerCase(), character.toUpperCase()])];
  const single = cases.filter((one) => [...one].length === 1);
  if (ignoreCase && single.length > 1) return `[${single.join("")}]`;
  return character.replace(/[\^$\\.*+?()[\]{}|/]/, "\\$&").replace("-", "\\u{2d}");
}
