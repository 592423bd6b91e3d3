// The configs that builds.ts names -> their merge, with everything that is wrong with them or with it in any environment.
import { sortFindings } from "../../cloudbuild/findings/sort-findings.ts";
import { checkLimits } from "../../cloudbuild/check/check-limits.ts";
import { checkSubstitutions } from "../../cloudbuild/check/check-substitutions.ts";
import type { Environment } from "../../cloudbuild/config/builds.ts";
import type { BuildFile } from "../../cloudbuild/files/build-file.ts";
import type { Finding, Mode } from "../../cloudbuild/findings/finding.ts";
import { hasErrors } from "../../cloudbuild/findings/finding.ts";
import { mergeBuilds } from "../../cloudbuild/merge/merge-builds.ts";
import { mergedFile } from "../../cloudbuild/merge/merged-file.ts";
import type { MergeOutcome } from "../../cloudbuild/merge/merged-build.ts";
import { namesUsed } from "../../cloudbuild/merge/rename-substitutions.ts";
import type { Source } from "../../cloudbuild/merge/source-place.ts";
import { placeInSource } from "../../cloudbuild/merge/source-place.ts";
import type { LoadedBuilds } from "./load-builds.ts";

const modes: readonly Mode[] = ["trigger", "submit"];

/** `environment`: only that one is looked at. Default: all of builds.ts. `merged` is absent where there are errors. */
export function mergeLoaded(loaded: LoadedBuilds, environment?: string): MergeOutcome {
  const { builds, components, source } = loaded;
  const isWhole = components.length === Object.keys(builds.components).length;
  const outcome = isWhole ? mergeBuilds(components, source, builds) : { findings: [] };
  const environments = Object.entries(builds.environments ?? {}).filter(
    ([name]) => environment === undefined || name === environment,
  );
  const { merged } = outcome;
  const file = merged && mergedFile(merged, { components, source });
  const inEnvironments =
    file === undefined ? [] : environments.flatMap((named) => checkIn(named, file, source));
  const limits = file === undefined || environments.length > 0 ? [] : checkLimits(file, { modes });
  const own = loaded.findings.filter(
    ({ code }) => environments.length === 0 || code !== "UNDEFINED_SUBSTITUTION",
  );
  const findings = sortFindings([...own, ...outcome.findings, ...inEnvironments, ...limits]);
  return merged === undefined || hasErrors(findings) ? { findings } : { merged, findings };
}

/** Where the values are known, a substitution without one is an error: a trigger would leave it empty. */
function checkIn(
  [name, environment]: readonly [string, Environment],
  file: BuildFile,
  source: Source,
): readonly Finding[] {
  const { substitutions } = environment;
  const found = [
    ...checkSubstitutions(file, { modes, substitutions }).flatMap(({ mode, ...finding }): Finding[] =>
      finding.code === "UNDEFINED_SUBSTITUTION" ? [{ ...finding, severity: "error" }] : [],
    ),
    ...checkLimits(file, { modes, substitutions }),
  ];
  const place = placeInSource(source, ["environments", name]);
  const related = { place, note: `with the values of environment "${name}"` };
  const unused = Object.keys(substitutions).filter(
    (substitution) => !namesUsed(file.build).has(substitution),
  );
  return [
    ...found.map((finding) => ({ ...finding, related: [...(finding.related ?? []), related] })),
    ...unused.map((substitution): Finding => ({
      code: "UNUSED_VALUE",
      severity: "warning",
      place: placeInSource(source, ["environments", name, substitution]),
      message: `The environment "${name}" has a value for ${substitution}, which no config uses.`,
      remedy: "Remove it.",
    })),
  ];
}
