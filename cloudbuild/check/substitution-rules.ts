// What the rules about substitutions look at: a config, the ways in which it is started, and the values that are given.
import type { BuildFile, Path } from "../files/build-file.ts";
import type { Mode } from "../findings/finding.ts";
import type { BuildStep } from "../format/build.ts";
import type { SubstitutionValues } from "../substitutions/expand.ts";
import type { NamedReference } from "../substitutions/references.ts";
import type { ScannedText } from "../substitutions/references.ts";
import { scanText } from "../substitutions/references.ts";
import { isAutomapped, substitutedTexts } from "../substitutions/substituted-texts.ts";

export interface SubstitutionRules {
  readonly file: BuildFile;
  readonly modes: readonly Mode[];
  /** On the command line or by the environment. */
  readonly given: SubstitutionValues;
  readonly own: SubstitutionValues;
  /** Not `ALLOW_LOOSE`: what does not match is refused by `gcloud builds submit`. */
  readonly strict: boolean;
  readonly fields: readonly ScannedField[];
}

export interface ScannedField extends ScannedText {
  readonly path: Path;
  readonly text: string;
}

/** A reference in a field. */
export interface Use extends NamedReference {
  readonly path: Path;
  readonly field: string;
}

export function substitutionRules(
  file: BuildFile,
  modes: readonly Mode[],
  given: SubstitutionValues,
): SubstitutionRules {
  const { options, substitutions = {} } = file.build;
  const fields = [...substitutedTexts(file.build)].map((field) => ({ ...field, ...scanText(field.text) }));
  return {
    ...{ file, modes, given, fields, own: substitutions },
    strict: options?.substitutionOption !== "ALLOW_LOOSE",
  };
}

export function usesIn(fields: readonly ScannedField[]): readonly Use[] {
  return fields.flatMap(({ path, text, references }) =>
    references.map((reference) => ({ ...reference, path, field: text })),
  );
}

/** The finding's `mode`: absent where all the modes that are looked at have it. */
export function modeOf({ modes }: SubstitutionRules, holds: readonly Mode[]): { readonly mode?: Mode } {
  const [mode] = holds;
  const isAll = modes.length > 1 && modes.every((one) => holds.includes(one));
  return mode === undefined || isAll ? {} : { mode };
}

/** An error where `gcloud builds submit` alone is looked at. */
export function refusedBySubmit({ modes }: SubstitutionRules): "error" | "warning" {
  return modes.every((mode) => mode === "submit") ? "error" : "warning";
}

/** The step that the path leads into. */
export function stepAt({ file }: SubstitutionRules, path: Path): BuildStep | undefined {
  return path[0] === "steps" && typeof path[1] === "number" ? file.build.steps[path[1]] : undefined;
}

/** Whether the step has the name as an environment variable, or its text seems to set it. */
export function isVariable(
  rules: SubstitutionRules,
  step: BuildStep,
  of: { name: string; text: string },
): boolean {
  const { build } = rules.file;
  const entries = [...(step.env ?? []), ...(build.options?.env ?? [])].map((entry) => entry.split("=", 1)[0]);
  const secrets = [...(step.secretEnv ?? []), ...(build.options?.secretEnv ?? [])];
  // Names have letters, digits and underscores alone.
  const sets = new RegExp(
    `(?<![\\w$-])${of.name}(?:\\+?=|\\s+in\\s)|\\bread\\b[^\\n|;]{0,200}\\b${of.name}\\b`,
  );
  return (
    entries.includes(of.name) || secrets.includes(of.name) || isAutomapped(build, step) || sets.test(of.text)
  );
}

/** `$Home` is read as `$H` and "ome". */
export function wholeVariable({ field, start, end, braced }: Use): string {
  return braced ? field.slice(start, end) : (/^\$\w+/.exec(field.slice(start))?.[0] ?? "");
}
