// For the tests of the merge: configs as text -> components, and their merge.
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { BuildComponent, Builds } from "../../../cloudbuild/config/builds.ts";
import type { Finding } from "../../../cloudbuild/findings/finding.ts";
import { mergeBuilds } from "../../../cloudbuild/merge/merge-builds.ts";
import type { ComponentBuild, MergedBuild, MergeOutcome } from "../../../cloudbuild/merge/merged-build.ts";

export type Said = Omit<BuildComponent, "config"> & { readonly yaml: string };

export function componentOf(name: string, { yaml, ...component }: Said): ComponentBuild {
  const config = `${name}/cloudbuild.yaml`;
  const { read, findings } = readBuildFile(config, yaml);
  if (read === undefined) throw new Error(`${config}: ${JSON.stringify(findings)}`);
  return { name, file: read, component: { config, ...component } };
}

export function mergeOf(
  said: { readonly [name: string]: Said },
  text = "",
  builds: Pick<Builds, "environments"> = {},
): MergeOutcome {
  const components = Object.entries(said).map(([name, component]) => componentOf(name, component));
  return mergeBuilds(components, { file: "builds.ts", text }, builds);
}

export function mergedOf(
  said: { readonly [name: string]: Said },
  builds: Pick<Builds, "environments"> = {},
): MergedBuild {
  const { merged, findings } = mergeOf(said, "", builds);
  if (merged === undefined) throw new Error(shown(findings).join("\n"));
  return merged;
}

/** Code, place, message and remedy, and the related places, as one text each. */
export function shown(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code, severity, place, message, remedy, related = [] }) => {
    const others = related.map((of) => ` (${of.place.file}:${of.place.line}:${of.place.column}: ${of.note})`);
    return `${place.file}:${place.line}:${place.column}: ${severity} ${code}: ${message} ${remedy}${others.join("")}`;
  });
}

/** What each step waits for. */
export function waitsOf({ steps }: MergedBuild): { readonly [id: string]: readonly string[] | undefined } {
  return Object.fromEntries(steps.map(({ id, step }) => [id, step.waitFor]));
}
