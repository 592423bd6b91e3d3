// Findings -> what a person reads: where and what, the line of the file with carets under the place, and what to do.
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { Place } from "../files/build-file.ts";
import type { Finding } from "./finding.ts";
import { showLine } from "./show-line.ts";

export interface Showing {
  /** The text of a file that a finding names; without it the line is left out. */
  readonly textOf: (file: string) => string | undefined;
  /** Default: no colours. */
  readonly colour?: boolean;
  /** Columns that a line of a file may take; what is longer is cut around the place. Default: 100. */
  readonly width?: number;
}

/** Of these a file's line is shown up to the place only: what follows is, or should be, secret. */
const hiding: ReadonlySet<string> = new Set(["WRONG_BASE64"]);

const onlyIn = { trigger: "under a trigger", submit: "with gcloud builds submit" } as const;

/** Each finding is a few lines, and they are an empty line apart; "" of none. */
export function showFindings(findings: readonly Finding[], showing: Showing): string {
  const linesOf = linesByFile(showing.textOf);
  return findings.map((finding) => showFinding(finding, showing, linesOf)).join("\n");
}

function showFinding(finding: Finding, { colour = false, width = 100 }: Showing, linesOf: LinesOf): string {
  const paint = (code: string, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const { code, severity, place, message, remedy, related = [], mode } = finding;
  const tone = severity === "error" ? "1;31" : "1;33";
  const when = mode === undefined ? "" : ` (${onlyIn[mode]})`;
  const line = linesOf(place.file)?.[place.line - 1];
  const shown = line && showLine(hiding.has(code) ? upTo(line, place) : line, place, width);
  return [
    `${paint("1", placeText(place))}: ${paint(tone, `${severity} ${code}`)}${when}: ${printable(message)}`,
    ...(shown ? [`  ${shown.line}`, `  ${shown.indent}${paint(tone, shown.carets)}`] : []),
    ...related.map((other) => `  ${placeText(other.place)}: ${printable(other.note)}`),
    `  ${printable(remedy)}`,
    "",
  ].join("\n");
}

/** `cloudbuild.yaml:12:5` */
export function placeText({ file, line, column }: Place): string {
  return `${printable(file)}:${line}:${column}`;
}

function upTo(line: string, { column, length }: Place): string {
  return `${line.slice(0, column - 1 + length)}...`;
}

type LinesOf = (file: string) => readonly string[] | undefined;

function linesByFile(textOf: Showing["textOf"]): LinesOf {
  const lines = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!lines.has(file))
      lines.set(
        file,
        textOf(file)
          ?.replace(/^\ufeff/, "")
          .split("\n"),
      );
    return lines.get(file);
  };
}
