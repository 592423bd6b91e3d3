// A component -> the images that it pushes, the digest files that it leaves, and what it publishes besides.
import { renameSubstitutions } from "../merge/rename-substitutions.ts";
import type { MergePart } from "../merge/merge-part.ts";
import type { ComponentBuild } from "../merge/merged-build.ts";
import { stepImages } from "../merge/step-images.ts";
import { stepNames } from "../merge/step-names.ts";
import type { ImageReference } from "../steps/image-reference.ts";
import { imageText, readImage } from "../steps/image-reference.ts";
import { knownValues } from "../steps/known-values.ts";
import type { SubstitutionValues } from "../substitutions/expand.ts";
import { referencesIn } from "../substitutions/references.ts";

export function partOf(component: ComponentBuild): MergePart {
  const { value: build } = renameSubstitutions(component, { file: "", text: "" });
  return {
    name: component.name,
    file: component.file,
    component: component.component,
    build,
    names: stepNames(build.steps),
  };
}

/** Those listed, then those that steps push; substitutions stay in them. `push --all-tags` pushes what steps have tagged. */
export function imagesOf({ build }: MergePart): readonly ImageReference[] {
  const listed = [...(build.images ?? []), ...(build.artifacts?.images ?? [])];
  const steps = build.steps.map((step) => stepImages(step, knownValues()));
  const left = steps.flatMap(({ leaves }) => leaves);
  const pushed = steps.flatMap(({ pushes }) =>
    pushes.flatMap((image) =>
      image.tag === "*" ? left.filter(({ repository }) => repository === image.repository) : [image],
    ),
  );
  const images = [...listed.flatMap((text) => readImage(text) ?? []), ...pushed];
  const tagged = images.filter(({ tag, digest }) => tag !== "*" && digest === undefined);
  return [...new Map(tagged.map((image) => [imageText(image), image])).values()];
}

/** Names of files in /workspace/.digests, each with the image that its step pushes. */
export function digestFilesOf({ build }: MergePart): ReadonlyMap<string, ImageReference | undefined> {
  return new Map(
    build.steps
      .map((step) => stepImages(step, knownValues()))
      .flatMap(({ writes, pushes, builds }) => writes.map((name) => [name, pushes[0] ?? builds[0]] as const)),
  );
}

/** Are the same in all builds of a repository. */
const lasting = /^(?:PROJECT_ID|PROJECT_NUMBER|LOCATION|REPO_NAME|REPO_FULL_NAME)$/;

/** What every version publishes anew and no image can stand for, as a half sentence; undefined: nothing. */
export function publishedBesides(
  component: ComponentBuild,
  substitutions: SubstitutionValues = {},
): string | undefined {
  const part = partOf(component);
  const { artifacts, steps, substitutions: own } = part.build;
  const { location } = artifacts?.objects ?? {};
  const values = knownValues({ ...own, ...substitutions });
  const isNew = referencesIn(values.read(location ?? "")).some(({ name }) => !lasting.test(name));
  if (location !== undefined && isNew) return `objects in ${location}`;
  const images = imagesOf(part);
  const unnamed = steps
    .flatMap((step) => stepImages(step, knownValues()).pushes)
    .find(({ tag, repository }) => tag === "*" && images.every((image) => image.repository !== repository));
  return unnamed === undefined ? undefined : `all tags of ${unnamed.repository}, which no step names`;
}
