// A condition's text to its tokens.

export type Token =
  | { readonly kind: "number" | "name" | "operator"; readonly text: string; readonly at: number }
  | { readonly kind: "string"; readonly text: string; readonly value: string; readonly at: number }
  | { readonly kind: "end"; readonly text: "the end"; readonly at: number };

/** A condition that is not in the subset, or that cannot be decided. `message` names what, and where. */
export class ConditionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConditionError";
  }
}

const patterns = [
  { kind: "number", pattern: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y },
  { kind: "name", pattern: /[A-Za-z_]\w*/y },
  { kind: "operator", pattern: /&&|\|\||[=!<>]=|[<>!()[\].,-]/y },
] as const;
const stringPattern = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;

/** The last token is always `end`. Throws `ConditionError`. */
export function tokenizeCondition(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (true) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return [...tokens, { kind: "end", text: "the end", at }];
    const token = readString(text, at) ?? readToken(text, at);
    if (token === undefined) throw new ConditionError(unreadable(text, at));
    tokens.push(token);
    at += token.text.length;
  }
}

function readToken(text: string, at: number): Token | undefined {
  for (const { kind, pattern } of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { kind, text: match[0], at };
  }
  return undefined;
}

function readString(text: string, at: number): Token | undefined {
  stringPattern.lastIndex = at;
  const match = stringPattern.exec(text);
  if (match === null) return undefined;
  return { kind: "string", text: match[0], value: unescape(match[0].slice(1, -1), at), at };
}

const escapes: { readonly [letter: string]: string } = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** CEL's escapes, the octal ones left out. */
function unescape(text: string, at: number): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
    (whole, x?: string, u?: string, long?: string, letter?: string) => {
      const code = x ?? u ?? long;
      if (code !== undefined && Number.parseInt(code, 16) <= 0x10ffff) {
        return String.fromCodePoint(Number.parseInt(code, 16));
      }
      const escaped = letter !== undefined && /[\\'"`?]/.test(letter) ? letter : escapes[letter ?? ""];
      if (escaped !== undefined) return escaped;
      throw new ConditionError(`the text at column ${at + 1} has the unknown escape ${whole}`);
    },
  );
}

function unreadable(text: string, at: number): string {
  const rest = text.slice(at, at + 12);
  const operator = /^(?:[+*/%?:{}=&|~^@$]|-)/.exec(rest)?.[0];
  if (operator !== undefined) return `"${operator}" at column ${at + 1} is not understood`;
  return /^['"]/.test(rest)
    ? `the text that starts at column ${at + 1} (${rest}) does not end`
    : `"${rest}" at column ${at + 1} is not understood`;
}
