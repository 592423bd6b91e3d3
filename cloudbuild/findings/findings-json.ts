// The findings of several files -> the one JSON document of `check --json`.
import { hasErrors, type Finding } from "./finding.ts";

export interface CheckedFile {
  readonly file: string;
  /** Of the format alone: a build that could be read may still have errors. */
  readonly format: "accepted" | "refused";
  readonly findings: readonly Finding[];
}

/** How many findings of each kind there are. */
export function tally(files: readonly CheckedFile[]): { readonly errors: number; readonly warnings: number } {
  const findings = files.flatMap((each) => each.findings);
  const errors = findings.filter((finding) => hasErrors([finding])).length;
  return { errors, warnings: findings.length - errors };
}

/** What would turn a terminal's text around is escaped, as JSON itself does with control characters. */
export function findingsJson(files: readonly CheckedFile[]): string {
  return `${JSON.stringify({ files, ...tally(files) }, null, 2)}\n`.replaceAll(
    /[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
