// A line of a file and a place in it -> the line as a terminal shows it, and the carets for the line below.
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { Place } from "../files/build-file.ts";

export interface ShownLine {
  readonly line: string;
  readonly indent: string;
  readonly carets: string;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly isMarked: boolean;
}

const tabWidth = 4;

/** Nothing is marked but the place, and at least one column is; tabs become blanks. */
export function showLine(line: string, place: Pick<Place, "column" | "length">, width: number): ShownLine {
  // Of a line of megabytes only what may be shown is looked at.
  const skipped = Math.max(0, place.column - 1 - 3 * width);
  const near = line.replace(/\r$/, "").slice(skipped, skipped + 6 * width);
  const cells = cellsOf(near, place.column - 1 - skipped, place.length);
  const firstMarked = cells.findIndex(({ isMarked }) => isMarked);
  const first = firstMarked < 0 ? cells.length : firstMarked;
  const { from, to } = cut(cells, first, width);
  const before = from > 0 ? "..." : "";
  const shown = cells.slice(from, to);
  const marked = shown.filter(({ isMarked }) => isMarked);
  return {
    line: `${before}${shown.map(({ text }) => text).join("")}${to < cells.length ? "..." : ""}`.trimEnd(),
    indent: " ".repeat(before.length + widthOf(cells.slice(from, first))),
    carets: "^".repeat(Math.max(1, widthOf(marked))),
  };
}

function cellsOf(line: string, start: number, length: number): readonly Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  let column = 0;
  for (const character of line) {
    const blanks = tabWidth - (column % tabWidth);
    const text = character === "\t" ? " ".repeat(blanks) : printable(character);
    const width = text === character ? columnsOf(character) : text.length;
    cells.push({ text, width, isMarked: at >= start && at < start + length });
    at += character.length;
    column += width;
  }
  return cells;
}

/** What is written in two columns, as Chinese and most emoji, and what in none, as accents that follow their letter. */
function columnsOf(character: string): number {
  if (/^[\p{Mn}\u200b-\u200d\ufe0f]$/u.test(character)) return 0;
  const isWide =
    /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$/u;
  return isWide.test(character) ? 2 : 1;
}

/** Which cells are shown: of a line that is too long those around the place. */
function cut(
  cells: readonly Cell[],
  first: number,
  width: number,
): { readonly from: number; readonly to: number } {
  if (widthOf(cells) <= width) return { from: 0, to: cells.length };
  let from = first;
  for (let room = Math.floor(width / 3); from > 0 && room > 0; from--) room -= cells[from - 1]?.width ?? 0;
  let to = from;
  for (let room = width - 6; to < cells.length && room > 0; to++) room -= cells[to]?.width ?? 0;
  return { from, to };
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
