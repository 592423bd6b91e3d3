// The beginning of a CSV, TSV or JSON lines file to a table.
import { html, type Markup } from "./markup.ts";

const mostRows = 20;
const mostColumns = 16;
const longestCell = 160;

/** `undefined`: it is no table. */
export function previewTable(text: string, kind: "csv" | "tsv" | "jsonl"): Markup | undefined {
  const rows = kind === "jsonl" ? jsonRows(text) : separatedRows(text, kind === "csv" ? "," : "\t");
  const [head, ...body] = rows;
  if (head === undefined || head.length === 0) return undefined;
  const more = head.length - mostColumns;
  return html`<div class="preview scroll" tabindex="0" aria-label="preview">
      <table class="sheet">
        <thead>
          <tr>
            ${head.slice(0, mostColumns).map((name) => html`<th scope="col">${clip(name)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${body.slice(0, mostRows).map(
            (row) =>
              html`<tr>
                ${head.slice(0, mostColumns).map((_, index) => cell(row[index] ?? ""))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${note(body.length, more)}`;
}

function note(rows: number, columns: number): Markup | undefined {
  const parts = [
    ...(rows > mostRows ? [`its first ${mostRows} rows`] : []),
    ...(columns > 0 ? [`its first ${mostColumns} columns`] : []),
  ];
  return parts.length === 0 ? undefined : html`<p class="faint">Shows ${parts.join(" and ")}.</p>`;
}

function cell(text: string): Markup {
  const isNumber = /^-?\d[\d.,]*(?:e[+-]?\d+)?$/i.test(text);
  return html`<td class="${isNumber ? "number" : "text"}">${clip(text)}</td>`;
}

function clip(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

function jsonRows(text: string): readonly (readonly string[])[] {
  const objects = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, mostRows + 1)
    .flatMap((line): readonly object[] => {
      try {
        const value: unknown = JSON.parse(line);
        return typeof value === "object" && value !== null ? [value] : [];
      } catch {
        return [];
      }
    });
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const rows = objects.map((object) => {
    const fields = new Map<string, unknown>(Object.entries(object));
    return columns.map((column) => {
      const value = fields.get(column);
      return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
    });
  });
  return [columns, ...rows];
}

/** RFC 4180: fields in quotes hold separators and line feeds, two quotes stand for one. */
function separatedRows(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)?)(${separator}|\\r?\\n|$)`,
    "y",
  );
  while (field.lastIndex < text.length && rows.length <= mostRows + 1) {
    const match = field.exec(text);
    if (match === null) break; // a quote where none may stand: what was read so far is shown
    const [, quoted, plain = "", end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== separator) {
      rows.push(row);
      row = [];
    }
  }
  return rows.filter((each) => each.length > 1 || each[0] !== "");
}
