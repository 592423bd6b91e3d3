// Rows of text as lines whose columns stand under one another.
import { printable } from "../../pipeline/ir/printable-text.ts";

/** The first row is the heading; two spaces between columns. */
export function alignedLines(rows: readonly (readonly string[])[]): readonly string[] {
  const clean = rows.map((row) => row.map((cell) => printable(cell).replaceAll(/[\t\n]/g, " ")));
  const widths = (clean[0] ?? []).map((_, column) =>
    Math.max(...clean.map((row) => [...(row[column] ?? "")].length)),
  );
  return clean.map((row) =>
    row
      .map((cell, column) => `${cell}${" ".repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length))}`)
      .join("  ")
      .trimEnd(),
  );
}
