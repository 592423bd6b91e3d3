// Builds for tests, without files.
import type { BuildComponent } from "../../../cloudbuild/config/builds.ts";
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";
import type { Build, BuildStep } from "../../../cloudbuild/format/build.ts";
import type { ComponentBuild, MergedBuild, Wait } from "../../../cloudbuild/merge/merged-build.ts";
import { mergeBuilds } from "../../../cloudbuild/merge/merge-builds.ts";

export function buildFile(file: string, build: Build): BuildFile {
  return { file, text: "", build, placeOf: () => ({ file, line: 1, column: 1, length: 1 }) };
}

/** Its config is `NAME/cloudbuild.yaml`. */
export function smallComponent(
  name: string,
  build: Build,
  component: Partial<BuildComponent> = {},
): ComponentBuild {
  const config = component.config ?? `${name}/cloudbuild.yaml`;
  return { name, file: buildFile(config, build), component: { ...component, config } };
}

/** Throws where they cannot be merged. */
export function merge(components: readonly ComponentBuild[]): MergedBuild {
  const { merged, findings } = mergeBuilds(components, { file: "builds.ts", text: "" });
  if (merged === undefined) throw new Error(JSON.stringify(findings));
  return merged;
}

/** Steps by id, with what they wait for; `a:b` is of the component `a`. */
export function mergedBy(
  waits: { readonly [id: string]: readonly string[] },
  build: Partial<Build> = {},
): MergedBuild {
  const file = buildFile("cloudbuild.yaml", { steps: [] });
  const steps = Object.entries(waits).map(([id, on], index) => {
    const step: BuildStep = { name: "busybox", id, waitFor: on.length === 0 ? ["-"] : on };
    const because: readonly Wait[] = on.map((one) => ({ on: one, because: { kind: "config" } }));
    return { id, component: id.split(":")[0] ?? "", step, index, file, waits: because };
  });
  return { build: { ...build, steps: steps.map(({ step }) => step) }, steps };
}
