// Findings of several rules and files -> the order in which they are told.
import type { Finding } from "./finding.ts";

/** By file, line and column, without those that say the same of the same place. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const unique = new Map(findings.map((finding) => [keyOf(finding), finding]));
  return [...unique.values()].sort(
    (one, other) =>
      compare(one.place.file, other.place.file) ||
      one.place.line - other.place.line ||
      one.place.column - other.place.column ||
      compare(one.code, other.code),
  );
}

function keyOf({ code, place, message, mode }: Finding): string {
  return JSON.stringify([place.file, place.line, place.column, code, message, mode]);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
