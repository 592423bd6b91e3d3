// JSON as text inside of the IR, spaced and escaped as kfp's SDK writes it (Python's `json.dumps`).
import { numberText } from "./number-text.ts";

/** `[1, {"a": 2}]`; `sorted` puts the fields of objects in order. */
export function jsonText(value: unknown, sorted = false): string {
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, sorted)).join(", ")}]`;
  if (typeof value === "number") return numberText(value);
  if (typeof value !== "object" || value === null) return ascii(JSON.stringify(value));
  const entries = Object.entries(value);
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = entries.map(([name, field]) => `${ascii(JSON.stringify(name))}: ${jsonText(field, sorted)}`);
  return `{${fields.join(", ")}}`;
}

/** The items of a loop: among doubles whole numbers are doubles as well. */
export function itemsText(values: readonly unknown[]): string {
  const isDoubles = values.every((value) => typeof value === "number") && !values.every(Number.isInteger);
  if (!isDoubles) return jsonText(values, true);
  const texts = values.map((value) => jsonText(value));
  return `[${texts.map((text) => (/^-?\d+$/.test(text) ? `${text}.0` : text)).join(", ")}]`;
}

function ascii(json: string): string {
  return json.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
