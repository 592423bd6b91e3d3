// Text of a Cloud Build config -> the references to substitutions in it, as Cloud Build's template reads them: `$_X`,
// `${_X}` and `$$`. Source: cloud-build-local, subst/subst.go.

/** Positions are of UTF-16 units; `end` is after the last. */
export interface NamedReference {
  /** Without the `$`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** As it is written. */
  readonly text: string;
  readonly braced: boolean;
  /**
   * What follows the name inside the braces, as `:-none`. With it the template takes the text as it is: only values of
   * substitutions may have expansions (`value-text.ts`).
   */
  readonly expansion?: string;
}

export interface ScannedText {
  /** Those that the template reads, in order: none has an expansion. */
  readonly references: readonly NamedReference[];
  /** Those with an expansion, in order, each before the references inside it. */
  readonly expansions: readonly NamedReference[];
  /** Where each `$$` begins, which becomes `$`. */
  readonly escapes: readonly number[];
  /** Each `${` that begins no reference and stays as it is, up to its brace; without one, some of its line. */
  readonly malformed: readonly { readonly start: number; readonly text: string }[];
}

const nameAt = /[A-Z_][A-Z0-9_]*/y;
const operators = ":#%/^,-+=?@";

/** All that name a substitution, in order, with an expansion or without: none within another. */
export function referencesIn(text: string): readonly NamedReference[] {
  const { references, expansions } = scanText(text);
  const all = [...references, ...expansions].sort((a, b) => a.start - b.start);
  let end = 0;
  return all.filter((reference) => {
    const outermost = reference.start >= end;
    if (outermost) end = reference.end;
    return outermost;
  });
}

export function scanText(text: string): ScannedText {
  const references: NamedReference[] = [];
  const expansions: NamedReference[] = [];
  const escapes: number[] = [];
  const malformed: { start: number; text: string }[] = [];
  const closing = closingBraces(text);
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", at)) {
    const [start, next] = [at, text[at + 1]];
    at += next === "$" ? 2 : 1;
    if (next === "$") escapes.push(start);
    else {
      const reference = next === "{" ? bracedAt(text, start, closing) : unbracedAt(text, start);
      if (reference?.expansion !== undefined) expansions.push(reference);
      else if (reference !== undefined) {
        references.push(reference);
        at = reference.end;
      } else if (next === "{") {
        malformed.push({ start, text: malformedText(text, start, closing.get(start)) });
      }
    }
  }
  return { references, expansions, escapes, malformed };
}

function unbracedAt(text: string, start: number): NamedReference | undefined {
  const name = matchAt(nameAt, text, start + 1);
  if (name === undefined) return undefined;
  const end = start + 1 + name.length;
  return { name, start, end, text: text.slice(start, end), braced: false };
}

function bracedAt(
  text: string,
  start: number,
  closing: ReadonlyMap<number, number>,
): NamedReference | undefined {
  const name = matchAt(nameAt, text, start + 2);
  const after = start + 2 + (name?.length ?? 0);
  // The template knows no backslashes: they count in expansions alone.
  const close = text[after] === "}" ? after : closing.get(start);
  if (close === undefined || name === undefined) return undefined;
  const expansion = text.slice(after, close);
  if (expansion !== "" && !operators.includes(expansion.charAt(0))) return undefined;
  const reference = { name, start, end: close + 1, text: text.slice(start, close + 1), braced: true };
  return expansion === "" ? reference : { ...reference, expansion };
}

/** The `}` of each `${`, by where that begins; a backslash keeps the character after it from counting. */
export function closingBraces(text: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "$" && text[at + 1] === "{") open.push(at);
    else if (character === "}") {
      const start = open.pop();
      if (start !== undefined) closing.set(start, at);
    }
  }
  return closing;
}

export function matchAt(sticky: RegExp, text: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}

/** Of an unclosed one, the rest of its line: enough of it to be found. */
function malformedText(text: string, start: number, close: number | undefined): string {
  return close === undefined
    ? (text.slice(start, start + 200).split("\n", 1)[0] ?? "")
    : text.slice(start, close + 1);
}
