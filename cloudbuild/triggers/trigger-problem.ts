// What is wrong with a declared trigger, with the fields of builds.ts that it is about -> a finding with its place.
import type { Finding, Severity } from "../findings/finding.ts";
import { placeInSource, type Source } from "../merge/source-place.ts";

export interface TriggerProblem {
  readonly code: string;
  readonly severity: Severity;
  /** Fields of builds.ts from the outermost on, as `["triggers", "list", "main"]`. */
  readonly at: readonly string[];
  readonly message: string;
  readonly remedy: string;
  readonly related?: { readonly at: readonly string[]; readonly note: string };
}

export function triggerFinding(source: Source, problem: TriggerProblem): Finding {
  const { code, severity, at, message, remedy, related } = problem;
  return {
    code,
    severity,
    place: placeInSource(source, at),
    message,
    remedy,
    ...(related !== undefined && {
      related: [{ place: placeInSource(source, related.at), note: related.note }],
    }),
  };
}
