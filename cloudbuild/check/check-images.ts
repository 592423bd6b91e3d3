// Checks the names of images: registries and builders that are no more, names that are none, tags that say nothing.
import type { BuildFile, Path } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import { dockerWork } from "./docker-work.ts";
import type { ImageUse } from "./docker-work.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { imageKey, readImageName, withDefaults } from "./image-name.ts";

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

/** Docker's grammar of references, as validate.go asks it of step names and images; capitals may stand in the host. */
const reference =
  /^(?:[A-Za-z0-9.-]+(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z0-9]+:[A-Za-z0-9]+)?$/;

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
  if (!image.includes("$")) return !reference.test(image);
  const { repository } = readImageName(image);
  return /\s/.test(image) || /[A-Z]/.test(repository.replaceAll(/\$\w+/g, "").replace(/^[^/]*\//, ""));
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
  const tagged = new Set(
    [...pushed, ...works.flatMap((work) => work.made)].flatMap(({ image }) => {
      const { repository, tag, digest } = readImageName(withDefaults(image, build));
      return (tag === undefined && digest === undefined) || tag === "latest" ? [] : [repository];
    }),
  );
  return pushed.flatMap(({ image, at }) => {
    const key = imageKey(image, build);
    if (!isVague(image, build) || told.has(key)) return [];
    if (tagged.has(readImageName(withDefaults(image, build)).repository)) return [];
    told.add(key);
    return [vagueTag(at, image, readImageName(image).tag)];
  });
}

/** A tag that a substitution gives may be any, also where "latest" is the default. */
function isVague(image: string, build: Build): boolean {
  const { tag, digest } = readImageName(image);
  if (digest !== undefined || tag !== undefined) return digest === undefined && tag === "latest";
  const given = readImageName(withDefaults(image, build));
  return given.tag === undefined && given.digest === undefined && !/\$_\w*$/.test(given.repository);
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
