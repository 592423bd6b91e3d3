// A rule and the text of a config -> its findings, a line each: `LINE:COLUMN+LENGTH SEVERITY CODE: MESSAGE REMEDY`.
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { Finding } from "../../../cloudbuild/findings/finding.ts";

export function saidOf(rule: (file: BuildFile) => readonly Finding[], text: string): readonly string[] {
  const { read, findings } = readBuildFile("cloudbuild.yaml", text);
  if (read === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  return rule(read).flatMap(({ code, severity, place, message, remedy, related = [] }) => [
    `${place.line}:${place.column}+${place.length} ${severity} ${code}: ${message} ${remedy}`,
    ...related.map(
      (other) => `  ${other.place.line}:${other.place.column}+${other.place.length} ${other.note}`,
    ),
  ]);
}
