// A merged build and the components that are as they were -> the build without their steps: instead of building an image
// again, one step points the new tag to the last image and leaves its digest where the builds of images do.
import { own } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Build, BuildStep } from "../format/build.ts";
import { withoutSteps } from "../merge/drop-steps.ts";
import { mergeArtifacts } from "../merge/merge-artifacts.ts";
import type { MergePart } from "../merge/merge-part.ts";
import type { ComponentBuild, MergedBuild, MergedStep, Wait } from "../merge/merged-build.ts";
import { withoutUnused } from "../merge/pull-request.ts";
import { stepImages } from "../merge/step-images.ts";
import { tagOf } from "../steps/image-reference.ts";
import { knownValues } from "../steps/known-values.ts";
import { digestFilesOf, imagesOf, partOf } from "./component-images.ts";
import type { LastImages } from "./last-images.ts";
import type { Pointer } from "./pointing-step.ts";
import { pointingStep } from "./pointing-step.ts";

export interface PruneOptions {
  readonly merged: MergedBuild;
  /** Those that were merged. */
  readonly components: readonly ComponentBuild[];
  /** Names of components. */
  readonly unchanged: ReadonlySet<string>;
  readonly last: LastImages;
  /** False of a build without what publishes, in which nothing stands in for what is left out. Default: true. */
  readonly publishes?: boolean;
}

export interface Pruned {
  readonly merged: MergedBuild;
  /** The images of the unchanged components, each with where the last is. */
  readonly pointers: readonly Pointer[];
}

/** The steps of what has changed keep their order, through those that are gone as well. */
export function pruneBuild(options: PruneOptions): Pruned {
  const { merged, components, unchanged, publishes = true } = options;
  const parts = components.map(partOf).sort((a, b) => (a.name < b.name ? -1 : 1));
  const pointed = parts.filter(({ name }) => publishes && unchanged.has(name));
  const pointers = pointed.flatMap((part) => pointersOf(part, options.last));
  const [lost] = filesNeeded(options);
  if (lost !== undefined) {
    throw new UserError(
      "FILES_NEEDED",
      `${lost.step}: waits for ${lost.on}, and "${lost.component}" pushes no image that could stand for it. Rebuild "${lost.component}" as well.`,
    );
  }
  const stands = standIns(merged, pointed, pointers);
  const gone = new Set(merged.steps.filter(({ component }) => unchanged.has(component)).map(({ id }) => id));
  const steps = withoutSteps([...stands.values(), ...merged.steps.map((step) => behind(step, stands))], gone);
  const kept = parts.filter(({ name }) => !unchanged.has(name));
  const { images, artifacts, ...build } = merged.build;
  const published = publishes ? mergeArtifacts(kept).value : {};
  const pruned: Build = { ...build, ...published, steps: steps.map(({ step }) => step) };
  return { merged: { build: withoutUnused(pruned), steps }, pointers };
}

export interface NeededFiles {
  readonly component: string;
  /** A step of another component. */
  readonly step: string;
  /** The step of this one that it waits for. */
  readonly on: string;
}

/**
 * Unchanged components for which no image can stand in, and for each a step that stays and waits for one of theirs: it may need the
 * files that they leave behind.
 */
export function filesNeeded({
  merged,
  components,
  unchanged,
  publishes = true,
}: Omit<PruneOptions, "last">): readonly NeededFiles[] {
  const without = new Set(
    components
      .filter(({ name }) => unchanged.has(name))
      .filter((component) => !publishes || imagesOf(partOf(component)).length === 0)
      .map(({ name }) => name),
  );
  const byId = new Map(merged.steps.map((step) => [step.id, step]));
  const found = new Map<string, NeededFiles>();
  for (const { id, component } of merged.steps) {
    if (unchanged.has(component)) continue;
    // What follows from other waits is not in `waits`: who waits for a step waits for all that this waits for.
    const seen = new Set([id]);
    for (const step of seen) {
      for (const { on } of byId.get(step)?.waits ?? []) {
        const before = byId.get(on)?.component ?? "";
        if (!unchanged.has(before)) continue;
        seen.add(on); // the loop goes on to it
        if (without.has(before) && !found.has(before)) found.set(before, { component: before, step: id, on });
      }
    }
  }
  return [...found.values()];
}

function pointersOf(part: MergePart, last: LastImages): readonly Pointer[] {
  const images = imagesOf(part);
  return images.map((image) => {
    const { repository } = image;
    const tag = tagOf(image);
    // A component has one digest: of the first of its images.
    const digest = repository === images[0]?.repository ? own(last.digests, part.name) : undefined;
    const found = digest === undefined ? last.tagsOf(part.name, tag) : [digest];
    if (found.length > 0) return { component: part.name, image: repository, tag, last: found };
    throw new UserError(
      "LAST_IMAGE_UNKNOWN",
      `${part.name}: nothing tells where the last ${repository}:${tag} is. Give --last-tag TAG, or --last FILE.json with its digest.`,
    );
  });
}

/** By component; where many are, in the order of their names. */
function standIns(
  merged: MergedBuild,
  parts: readonly MergePart[],
  pointers: readonly Pointer[],
): ReadonlyMap<string, MergedStep> {
  return new Map(
    parts.flatMap((part) => {
      const { name: component } = part;
      const all = merged.steps.filter((step) => step.component === component);
      const of = all.find(({ step }) => isPushing(step)) ?? all.at(-1);
      const its = pointers.filter((pointer) => pointer.component === component);
      if (of === undefined || its.length === 0) return [];
      const id = `${component}:unchanged`;
      const steps = all.map(({ step }) => step);
      const step = pointingStep({ id, steps, pointers: its, digestFiles: digestFilesOf(part) });
      return [[component, { id, component, step, index: of.index, file: of.file, waits: [] }]];
    }),
  );
}

function isPushing(step: BuildStep): boolean {
  return stepImages(step, knownValues()).pushes.length > 0 || step.script?.includes("docker push") === true;
}

/** Every step of an unchanged component waits for what stands in for it, so that who waited for the step does. */
function behind(step: MergedStep, stands: ReadonlyMap<string, MergedStep>): MergedStep {
  const stand = stands.get(step.component);
  if (stand === undefined) return step;
  const wait: Wait = { on: stand.id, because: { kind: "config" } };
  return { ...step, waits: [wait, ...step.waits] };
}
