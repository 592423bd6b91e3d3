// Checks the names of images: registries and builders that are no more, names that are none, tags that say nothing.
import type { BuildFile, Path } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import { dockerWork } from "./docker-work.ts";
import type { ImageUse } from "./docker-work.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import type { ImageReference } from "../steps/image-reference.ts";
import { imageText, isImageReference, readImage, tagOf } from "../steps/image-reference.ts";
import { knownValues } from "../steps/known-values.ts";
import type { KnownValues } from "../steps/known-values.ts";

export function checkImages(file: BuildFile): readonly Finding[] {
  const { build } = file;
  return [...malformedNames(build), ...archivedBuilders(build), ...vagueTags(build)].map((problem) =>
    found(file, problem),
  );
}

/** What `images` or `artifacts.images` names. */
export function listedImages({ images = [], artifacts }: Build): readonly ImageUse[] {
  return [
    ...images.map((image, position): ImageUse => ({ image, at: ["images", position] })),
    ...(artifacts?.images ?? []).map((image, position): ImageUse => ({
      image,
      at: ["artifacts", "images", position],
    })),
  ];
}

/** Equal texts for what is one image for certain: `app` is `app:latest`. */
export function imageKey(text: string, values: KnownValues): string {
  const image = readImage(values.read(text));
  return image === undefined ? text : imageText(image);
}

function malformedNames(build: Build): readonly Problem[] {
  const names = [
    ...build.steps.map(({ name }, index): ImageUse => ({ image: name ?? "", at: ["steps", index, "name"] })),
    ...listedImages(build),
  ];
  return names.flatMap(({ image, at }) => {
    if (image === "" || !isMalformed(image)) return [];
    return [
      {
        code: "IMAGE_NAME",
        severity: "error",
        at,
        message: `${quoted(image)} is no name of an image.`,
        remedy: isMalformed(image.toLowerCase())
          ? `Write it as HOST/REPOSITORY/IMAGE:TAG, without a scheme or spaces.`
          : `Write it in lower case: only the tag and the host may have capitals.`,
      },
    ];
  });
}

/** Substitutions may stand for anything: with them, only what no value could mend counts. */
function isMalformed(image: string): boolean {
  if (!image.includes("$")) return !isImageReference(image);
  const read = readImage(image);
  return (
    read === undefined ||
    /[A-Z]/.test(read.repository.replaceAll(/\$(?:\{[^}]*\}|\w+)/g, "").replace(/^[^/]*\//, ""))
  );
}

/** The project's repository was archived on 2025-06-03. */
function archivedBuilders({ steps }: Build): readonly Problem[] {
  return steps.flatMap((step, index) => {
    if (!/(?:^|\/)kaniko-project\/(?:executor|warmer)(?![\w-])/.test(step.name ?? "")) return [];
    return [
      {
        code: "KANIKO",
        severity: "warning",
        at: ["steps", index, "name"],
        message: `${stepName(step, index)} builds with kaniko, which has been archived since June 2025.`,
        remedy: `Use docker buildx build with --cache-from and --cache-to type=registry, and --push.`,
      },
    ];
  });
}

/** Not where the same repository gets another tag besides, which tells the builds apart. */
function vagueTags(build: Build): readonly Problem[] {
  const works = build.steps.map(dockerWork);
  const pushed = [...listedImages(build), ...works.flatMap((work) => work.pushed)];
  const told = new Set<string>();
  const values = knownValues(build.substitutions);
  const tagged = new Set(
    [...pushed, ...works.flatMap((work) => work.made)].flatMap(({ image }) => {
      const read = readImage(values.read(image));
      return read === undefined || isLatest(read) ? [] : [read.repository];
    }),
  );
  return pushed.flatMap(({ image, at }) => {
    const [written, read] = [readImage(image), readImage(values.read(image))];
    const key = imageKey(image, values);
    if (written === undefined || read === undefined || told.has(key)) return [];
    if (!isVague(written, read) || tagged.has(read.repository)) return [];
    told.add(key);
    return [vagueTag(at, image, written.tag)];
  });
}

function isLatest(image: ImageReference): boolean {
  return image.digest === undefined && tagOf(image) === "latest";
}

/** A tag that a substitution gives may be any, also where "latest" is the default. */
function isVague(written: ImageReference, read: ImageReference): boolean {
  if (written.digest !== undefined || written.tag !== undefined) return isLatest(written);
  return read.tag === undefined && read.digest === undefined && !/\$\{_\w*\}$/.test(read.repository);
}

function vagueTag(at: Path, image: string, tag: string | undefined): Problem {
  return {
    code: "VAGUE_TAG",
    severity: "warning",
    at,
    part: image,
    message:
      tag === undefined
        ? `${quoted(image)} is pushed without a tag, which means "latest".`
        : `${quoted(image)} is pushed as "latest" only, which does not tell one build from another.`,
    remedy: `Tag it with the commit, as :$SHORT_SHA, or the build, as :$BUILD_ID.`,
  };
}
