// A regular expression of RE2, as branches and tags are given to triggers, -> one of JavaScript that matches the same,
// or what RE2 refuses in it (https://github.com/google/re2/wiki/Syntax).
import { literal, type Piece, type PieceOutcome, readClass, readEscape } from "./re2-class.ts";

export type Re2Outcome =
  | { readonly regex: RegExp; readonly problem?: never }
  /** A clause: `the lookahead "(?="` */
  | { readonly problem: string; readonly regex?: never };

/** Those that are set: of "imsU". "U" changes what is matched first, and not what matches. */
type Flags = string;

/** `readRe2("^main$").regex?.test("main")` is true. It matches anywhere, as the service does, unless it is anchored. */
export function readRe2(pattern: string): Re2Outcome {
  let source = "";
  /** Of the groups around this place, the innermost last. */
  const flags: [Flags, ...Flags[]] = [""];
  for (let at = 0; at < pattern.length;) {
    const piece = readPiece(pattern, at, flags.at(-1) ?? "");
    if ("problem" in piece) return piece;
    if (piece.opens !== undefined) flags.push(piece.opens);
    else if (piece.sets !== undefined) flags[flags.length - 1] = piece.sets;
    else if (pattern[at] === ")" && flags.length > 1) flags.pop();
    source += piece.source;
    at = piece.end;
  }
  try {
    return { regex: new RegExp(source, "u") };
  } catch (error) {
    return { problem: clauseOf(error) };
  }
}

interface Part extends Piece {
  /** A group begins, with these flags. */
  readonly opens?: Flags;
  /** To the end of the group that it is in. */
  readonly sets?: Flags;
}

type PartOutcome = Part | { readonly problem: string };

function readPiece(pattern: string, at: number, flags: Flags): PartOutcome {
  const character = pattern[at] ?? "";
  const ignoreCase = flags.includes("i");
  const end = at + 1;
  switch (character) {
    case "\\":
      return readEscape(pattern, at, { ignoreCase });
    case "[":
      return readClass(pattern, at, ignoreCase);
    case "(":
      return pattern[end] === "?" ? readGroup(pattern, at, flags) : { source: "(", end, opens: flags };
    // RE2 lets them be repeated, JavaScript lets groups.
    case "^":
      return { source: flags.includes("m") ? "(?:(?<![^\\n]))" : "(?:^)", end };
    case "$":
      return { source: flags.includes("m") ? "(?:(?![^\\n]))" : "(?:$)", end };
    case ".":
      return { source: flags.includes("s") ? "[^]" : "[^\\n]", end };
  }
  const [repetition = ""] = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(pattern.slice(at)) ?? [];
  if (repetition !== "") return readRepetition(pattern, at, repetition);
  if (/[)|]/.test(character)) return { source: character, end };
  // RE2 takes brackets as they are where they close or repeat nothing.
  const whole = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  return { source: literal(whole, ignoreCase), end: at + whole.length };
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

function readGroup(pattern: string, at: number, flags: Flags): PartOutcome {
  const rest = pattern.slice(at);
  for (const [opening, what] of Object.entries(refusedGroups)) {
    if (rest.startsWith(opening)) return { problem: `the ${what} "${opening}"` };
  }
  if (rest.startsWith("(?P=") || rest.startsWith("(?P>")) {
    return { problem: `the backreference "${rest.slice(0, 4)}"` };
  }
  const [named, name] = /^\(\?P?<([A-Za-z_]\w*)>/.exec(rest) ?? [];
  if (named !== undefined) return { source: `(?<${name}>`, end: at + named.length, opens: flags };
  const [opening, set = "", cleared = "", last] = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest) ?? [];
  if (opening === undefined) {
    const [wrong = rest.slice(0, 3)] = /^\(\?[a-zA-Z-]*[:)]/.exec(rest) ?? [];
    return { problem: `"${wrong}", which is none of RE2's groups` };
  }
  const now = [...flags, ...set].filter((flag) => !cleared.includes(flag)).join("");
  const end = at + opening.length;
  return last === ":" ? { source: "(?:", end, opens: now } : { source: "", end, sets: now };
}

function clauseOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `a mistake in it (${message.replace(/^.*: /, "").toLowerCase()})`;
}
