// Where in the text the parts of a build stand, and the places that follow.
import { LineCounter } from "yaml";
import type { BuildFile, Path, Place } from "./build-file.ts";

/** Offsets in the text: from the first character to the one after the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Located {
  /** Of the value; that of an alias is where its anchor stands. */
  readonly span: Span;
  /** Of the field's name. */
  readonly key?: Span;
  /** How a text is written, which decides how its characters look in the file. */
  readonly style?: "plain" | "single" | "double" | "block";
  readonly parts?: ReadonlyMap<string | number, Located>;
}

/** The place of a span; of one over several lines it is the part on the first. */
export function placesIn(file: string, text: string): (start: number, end: number) => Place {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return (start, end) => {
    const from = Math.min(start, text.length);
    const { line, col } = lines.linePos(from);
    const feed = text.indexOf("\n", from);
    const lineEnd = feed < 0 ? text.length : feed;
    const shown = text.slice(from, Math.max(from, Math.min(end, lineEnd))).trimEnd();
    return { file, line, column: col, length: shown.length };
  };
}

export function placeFinder(
  text: string,
  root: Located,
  placeAt: (start: number, end: number) => Place,
): BuildFile["placeOf"] {
  return (path, of = {}) => {
    const { located, isThere } = find(root, path);
    if (isThere && of.key === true && located.key !== undefined) {
      return placeAt(located.key.start, located.key.end);
    }
    const part = isThere && of.part !== undefined ? partOf(text, located, of.part) : undefined;
    // A value that is not written down (`args:`) is shown by its field's name.
    const whole = located.span.end > located.span.start ? located.span : (located.key ?? located.span);
    const { start, end } = part ?? whole;
    return placeAt(start, end);
  };
}

function find(root: Located, path: Path): { readonly located: Located; readonly isThere: boolean } {
  let located = root;
  for (const step of path) {
    const next = located.parts?.get(step);
    if (next === undefined) return { located, isThere: false };
    located = next;
  }
  return { located, isThere: true };
}

/** Blanks within the part may be a line's end in the file, and quotes are written twice or with a backslash. */
function partOf(text: string, { span, style }: Located, part: string): Span | undefined {
  if (style === undefined || part === "") return undefined;
  const written = asWritten(part, style)
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\s+/g, "\\s+");
  const from = style === "block" ? text.indexOf("\n", span.start) + 1 : span.start;
  const found = new RegExp(written).exec(text.slice(from, span.end));
  if (found === null) return undefined;
  return { start: from + found.index, end: from + found.index + found[0].length };
}

function asWritten(part: string, style: Located["style"]): string {
  if (style === "single") return part.replaceAll("'", "''");
  return style === "double" ? part.replace(/["\\]/g, "\\$&") : part;
}
