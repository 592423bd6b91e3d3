// A merged build and the components that are as they were -> the build without their steps: instead of building an image
// again, one step points the new tag to the last image and leaves its digest where the builds of images do.
import { posix } from "node:path";
import { own } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Build, BuildStep } from "../format/build.ts";
import { withoutSteps } from "../merge/drop-steps.ts";
import type { ImageReference } from "../merge/image-reference.ts";
import { imageText, parseImage, withDefaults } from "../merge/image-reference.ts";
import { mergeArtifacts } from "../merge/merge-artifacts.ts";
import type { MergePart } from "../merge/merge-part.ts";
import type { ComponentBuild, MergedBuild, MergedStep, Wait } from "../merge/merged-build.ts";
import { withoutUnused } from "../merge/pull-request.ts";
import { renameSubstitutions } from "../merge/rename-substitutions.ts";
import { stepImages } from "../merge/step-images.ts";
import { stepNames } from "../merge/step-names.ts";
import { imageName } from "./docker-builds.ts";
import type { LastImages } from "./last-images.ts";

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
  /** The images of the unchanged components, as `image:tag`, each with the tag or digest of the last. */
  readonly pointers: readonly Pointer[];
}

export interface Pointer {
  readonly component: string;
  /** Without its tag. */
  readonly image: string;
  /** As the config says it. */
  readonly tag: string;
  /** `sha256:...`, or a tag. */
  readonly last: string;
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
  const stands = standIns(merged, pointers);
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

function partOf(component: ComponentBuild): MergePart {
  const { value: build } = renameSubstitutions(component, { file: "", text: "" });
  return {
    name: component.name,
    file: component.file,
    component: component.component,
    build,
    names: stepNames(build.steps),
  };
}

/** Those listed, then those that steps push; substitutions stay in them. */
function imagesOf({ build }: MergePart): readonly ImageReference[] {
  const listed = [...(build.images ?? []), ...(build.artifacts?.images ?? [])];
  const pushed = build.steps.flatMap((step) => stepImages(step, {}).pushes);
  const images = [...listed.flatMap((text) => parseImage(withDefaults(text, {})) ?? []), ...pushed];
  return [
    ...new Map(images.filter(({ tag }) => tag !== "*").map((image) => [imageText(image), image])).values(),
  ];
}

function pointersOf(part: MergePart, last: LastImages): readonly Pointer[] {
  const images = imagesOf(part);
  return images.map(({ repository, tag }) => {
    // A component has one digest: of the first of its images.
    const digest = repository === images[0]?.repository ? own(last.digests, part.name) : undefined;
    const found = digest ?? last.tagOf(tag);
    if (found !== undefined) return { component: part.name, image: repository, tag, last: found };
    throw new UserError(
      "LAST_IMAGE_UNKNOWN",
      `${part.name}: nothing tells where the last ${repository}:${tag} is. Give --last-tag TAG, or --last FILE.json with its digest.`,
    );
  });
}

/** By component; where many are, in the order of their names. */
function standIns(merged: MergedBuild, pointers: readonly Pointer[]): ReadonlyMap<string, MergedStep> {
  const names = [...new Set(pointers.map(({ component }) => component))].sort();
  return new Map(
    names.flatMap((component) => {
      const own = merged.steps.filter((step) => step.component === component);
      const of = own.find(({ step }) => isPushing(step)) ?? own.at(-1);
      if (of === undefined) return [];
      const id = `${component}:unchanged`;
      const step = pointingStep(
        id,
        pointers.filter((pointer) => pointer.component === component),
        dockerBuilder(own),
      );
      return [[component, { id, component, step, index: of.index, file: of.file, waits: [] }]];
    }),
  );
}

function isPushing(step: BuildStep): boolean {
  return stepImages(step, {}).pushes.length > 0 || step.script?.includes("docker push") === true;
}

/** The image, pinned or not, in which the component's own steps run docker. */
function dockerBuilder(steps: readonly MergedStep[]): string {
  const names = steps.map(({ step }) => step.name).filter((name) => imageName(name) === "docker");
  return names.find((name) => name.includes("@")) ?? names[0] ?? "gcr.io/cloud-builders/docker";
}

/** Nothing in a script is substituted: what it needs comes as variables. */
function pointingStep(id: string, pointers: readonly Pointer[], name: string): BuildStep {
  const [first] = pointers;
  const component = first?.component ?? "";
  const lines = pointers.map(({ last }, at) => {
    const [image, tag, from] = variables(at).map((variable) => `$${variable}`);
    const source = last.startsWith("sha256:") ? `${image}@${from}` : `${image}:${from}`;
    // Without the option the image would get an index around it, and with that another digest.
    return `docker buildx imagetools create --prefer-index=false --tag "${image}:${tag}" "${source}"`;
  });
  const digest = first?.last.startsWith("sha256:")
    ? 'digest="$LAST"'
    : `digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$IMAGE:$TAG")`;
  const script = [
    "#!/bin/sh",
    "set -eu",
    ...lines,
    digest,
    'mkdir -p "$(dirname "$DIGEST_FILE")"',
    `printf '{"containerimage.digest":"%s","image.name":"%s"}\\n' "$digest" "$IMAGE:$TAG" > "$DIGEST_FILE"`,
    "",
  ].join("\n");
  const env = pointers.flatMap(({ image, tag, last }, at) => {
    const values = [image, tag, last];
    return variables(at).map((variable, index) => `${variable}=${values[index] ?? ""}`);
  });
  const digestFile = posix.join("/workspace/.digests", `${component}.json`);
  return { name, id, waitFor: ["-"], env: [...env, `DIGEST_FILE=${digestFile}`], script };
}

/** Of the image at that place: `IMAGE_2` of the second. */
function variables(at: number): readonly [image: string, tag: string, last: string] {
  const end = at === 0 ? "" : `_${at + 1}`;
  return [`IMAGE${end}`, `TAG${end}`, `LAST${end}`];
}

/** Every step of an unchanged component waits for what stands in for it, so that who waited for the step does. */
function behind(step: MergedStep, stands: ReadonlyMap<string, MergedStep>): MergedStep {
  const stand = stands.get(step.component);
  if (stand === undefined) return step;
  const wait: Wait = { on: stand.id, because: { kind: "config" } };
  return { ...step, waits: [wait, ...step.waits] };
}
