// Parts of a picture that no line joins, put side by side in rows of about the same length.
import type { Layout, PlacedBox, PlacedLine } from "./layout.ts";

const gapBetweenParts = 28;
const gapBetweenRows = 28;
/** Wider than high, as screens are. */
const proportion = 1.8;
/** So many stay side by side in any case, as the branches of a condition should. */
const mostInOneRow = 4;

export function packParts(parts: readonly Layout[]): Layout {
  const area = parts.reduce(
    (sum, { width, height }) => sum + (width + gapBetweenParts) * (height + gapBetweenRows),
    0,
  );
  const widest = parts.reduce((most, { width }) => Math.max(most, width), 0);
  const limit = parts.length <= mostInOneRow ? Infinity : Math.max(widest, Math.sqrt(area * proportion), 640);
  const boxes: PlacedBox[] = [];
  const lines: PlacedLine[] = [];
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > limit) {
      y += rowHeight + gapBetweenRows;
      [x, rowHeight] = [0, 0];
    }
    for (const box of part.boxes) boxes.push({ ...box, x: box.x + x, y: box.y + y });
    for (const line of part.lines) lines.push(moved(line, x, y));
    rowHeight = Math.max(rowHeight, part.height);
    width = Math.max(width, x + part.width);
    x += part.width + gapBetweenParts;
  }
  return { width, height: y + rowHeight, boxes, lines };
}

function moved(line: PlacedLine, x: number, y: number): PlacedLine {
  if (x === 0 && y === 0) return line;
  const at = { x: line.at.x + x, y: line.at.y + y };
  return { ...line, at };
}
