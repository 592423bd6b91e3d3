// What a rule says, with paths into the build -> a finding with places in the file.
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { BuildFile, Path } from "../files/build-file.ts";
import type { Finding, Mode, Severity } from "./finding.ts";

export interface Spot {
  readonly at: Path;
  /** Of the field's name instead of its value. */
  readonly key?: boolean;
  /** Of its first occurrence in the value. */
  readonly part?: string;
}

export interface Problem extends Spot {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
  readonly related?: readonly (Spot & { readonly note: string })[];
  readonly mode?: Mode;
}

export function found(file: BuildFile, problem: Problem): Finding {
  const { code, severity, message, remedy, related = [], mode } = problem;
  return {
    code,
    severity,
    place: placeAt(file, problem),
    message,
    remedy,
    ...(related.length > 0 && {
      related: related.map((spot) => ({ place: placeAt(file, spot), note: spot.note })),
    }),
    ...(mode !== undefined && { mode }),
  };
}

function placeAt(file: BuildFile, { at, key, part }: Spot) {
  return file.placeOf(at, { ...(key !== undefined && { key }), ...(part !== undefined && { part }) });
}

/** In quotes, on one line, and at most 80 characters of it. */
export function quoted(text: string): string {
  const line = printable(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}

/** `step "build"`, and `step-2` for the second where that has no id. */
export function stepName(step: { readonly id?: string }, index: number): string {
  return step.id === undefined || step.id === "" ? `step-${index + 1}` : `step ${quoted(step.id)}`;
}
