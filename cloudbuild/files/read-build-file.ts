// The text of a config -> the build that it says, or what keeps it from being one.
import { type Finding, hasErrors } from "../findings/finding.ts";
import { buildSchema } from "../format/build-schema.ts";
import type { Build } from "../format/build.ts";
import type { BuildFile } from "./build-file.ts";
import { describeErrors } from "./describe-errors.ts";
import { formatErrors } from "./format-errors.ts";
import { placeFinder, placesIn } from "./located.ts";
import { mendBuild } from "./mend-build.ts";
import { parseText } from "./parse-text.ts";
import { readValue } from "./read-value.ts";
import { GivenUp, type Reading } from "./reading.ts";

/** `read` is absent where the text is no build. Findings are of the format alone; `checkBuild` looks at what it says. */
export interface ReadOutcome {
  readonly read?: BuildFile;
  /** Instead of `read`, without its mistakes: for findings in the rest, and for nothing else. */
  readonly mended?: BuildFile;
  readonly findings: readonly Finding[];
}

/** How many values a build may have, those that aliases repeat counted each time. */
const most = 250_000;

/** Reads YAML and JSON. Nothing that the text says makes it throw. */
export function readBuildFile(file: string, written: string): ReadOutcome {
  const text = written.replace(/^\ufeff/, "");
  const placeAt = placesIn(file, text);
  const { root, targets, findings: wrong } = parseText(text, placeAt);
  if (root === undefined || hasErrors(wrong)) return { findings: sorted(wrong) };
  const findings: Finding[] = [...wrong];
  const reading: Reading = {
    targets,
    placeAt,
    add: (finding: Finding) => void findings.push(finding),
    left: most,
  };
  try {
    const { value, located } = readValue(reading, root, { schema: buildSchema, path: [] });
    const placeOf = placeFinder(text, located, placeAt);
    const errors = formatErrors(value);
    for (const finding of describeErrors(errors, { text, placeOf })) findings.push(finding);
    if (hasErrors(findings)) {
      const mended = mendBuild(value, errors, placeOf);
      return {
        ...(mended !== undefined && { mended: { file, text, ...mended } }),
        findings: sorted(findings),
      };
    }
    const build = value as Build; // the schema has been checked
    return {
      read: { file, text, build, placeOf },
      findings: sorted([...findings, ...ownSource(build, placeOf)]),
    };
  } catch (error) {
    if (error instanceof GivenUp) return { findings: sorted([...findings, error.finding]) };
    throw error;
  }
}

/** gcloud sends the source itself, and refuses a config that names one. */
function ownSource({ source }: Build, placeOf: BuildFile["placeOf"]): readonly Finding[] {
  if (source === undefined) return [];
  return [
    {
      code: "SOURCE_IN_CONFIG",
      severity: "warning",
      place: placeOf(["source"], { key: true }),
      message: "the config names its source, which gcloud builds submit refuses.",
      remedy: "Remove the field: the trigger or the command line says where the source is.",
      mode: "submit",
    },
  ];
}

/** By place, each said once: what stands behind an anchor is read for every alias. */
function sorted(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings
    .filter(({ code, place: { line, column } }) => {
      const key = `${code} ${line} ${column}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}
