// Shows values in a sentence: as JSON, cut where they are long, but never where they differ.
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";

const longest = 100;
/** How much of what is the same is shown before what differs. */
const lead = 30;

export function show(value: Json): string {
  return cut(printable(JSON.stringify(value)), 0);
}

/** `rate changed from 1 to 2`, `rate added: 2` or `rate removed: it was 1`. */
export function changed(name: string, before: Json | undefined, after: Json | undefined): string {
  const label = inOneLine(name);
  if (before === undefined) return after === undefined ? label : `${label} added: ${show(after)}`;
  if (after === undefined) return `${label} removed: it was ${show(before)}`;
  const [from, to] = showPair(JSON.stringify(before), JSON.stringify(after));
  return `${label} changed from ${from} to ${to}`;
}

/** Names come from files, and may have control characters and line ends in them. */
export function inOneLine(text: string): string {
  return printable(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

/** Cuts both so that the first difference is to be seen. */
export function showPair(before: string, after: string): readonly [string, string] {
  const [a, b] = [printable(before), printable(after)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const isLong = Math.max(a.length, b.length) > longest;
  const start = isLong && same > longest - lead ? same - lead : 0;
  return [cut(a, start), cut(b, start)];
}

function cut(text: string, start: number): string {
  const end = start + longest;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
}
