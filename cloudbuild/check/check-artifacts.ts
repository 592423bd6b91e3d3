// Checks what a build is to leave behind: images and files.
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import { found, quoted } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { repeatsIn } from "./repeats.ts";

/** The rules on `images` and `objects` are those of the local builder's validate.go, which Google has published. */
export function checkArtifacts(file: BuildFile): readonly Finding[] {
  return [
    ...twoLists(file),
    ...repeatedImages(["images"], file.build.images),
    ...repeatedImages(["artifacts", "images"], file.build.artifacts?.images),
    ...locationProblems(file),
    ...pathProblems(file),
  ].map((problem) => found(file, problem));
}

function twoLists({ build }: BuildFile): readonly Problem[] {
  const top = build.images ?? [];
  const below = build.artifacts?.images ?? [];
  if (top.length === 0 || below.length === 0) return [];
  if (top.length === below.length && top.every((image, position) => image === below[position])) return [];
  return [
    {
      code: "IMAGES_DIFFER",
      severity: "error",
      at: ["artifacts", "images"],
      key: true,
      message: `images and artifacts.images name different images.`,
      remedy: `Keep one of the two lists.`,
      related: [{ at: ["images"], key: true, note: "the other list is here" }],
    },
  ];
}

function repeatedImages(list: Problem["at"], images: readonly string[] = []): readonly Problem[] {
  return repeatsIn(images).map(({ index, first }) => ({
    code: "DUPLICATE_IMAGE",
    severity: "warning",
    at: [...list, index],
    message: `the image ${quoted(images[index] ?? "")} is listed twice.`,
    remedy: `Name it once.`,
    related: [{ at: [...list, first], note: "the first is here" }],
  }));
}

function locationProblems({ build }: BuildFile): readonly Problem[] {
  const objects = build.artifacts?.objects;
  if (objects === undefined) return [];
  const location = objects.location ?? "";
  if (location.startsWith("gs://") || location.startsWith("$")) return [];
  return [
    {
      code: "OBJECTS_LOCATION",
      severity: "error",
      at: ["artifacts", "objects", "location"],
      message:
        location === ""
          ? `artifacts.objects has no location.`
          : `the location of artifacts.objects is ${quoted(location)}, which is no bucket.`,
      remedy: `Give the folder that the files go to, as location: gs://BUCKET/FOLDER/.`,
    },
  ];
}

function pathProblems({ build }: BuildFile): readonly Problem[] {
  const objects = build.artifacts?.objects;
  if (objects === undefined) return [];
  const paths = objects.paths ?? [];
  const list = ["artifacts", "objects", "paths"];
  if (paths.length === 0) {
    return [
      {
        code: "OBJECTS_WITHOUT_PATHS",
        severity: "error",
        at: list,
        message: `artifacts.objects has no paths.`,
        remedy: `Give the files to keep, as paths: ["report/**"].`,
      },
    ];
  }
  return [
    ...repeatsIn(paths).map(({ index, first }): Problem => ({
      code: "DUPLICATE_OBJECTS_PATH",
      severity: "error",
      at: [...list, index],
      message: `artifacts.objects names the path ${quoted(paths[index] ?? "")} twice.`,
      remedy: `Name it once.`,
      related: [{ at: [...list, first], note: "the first is here" }],
    })),
    ...paths.flatMap((path, position): readonly Problem[] => {
      if (!/\s/.test(path.replaceAll(/\$\{[^}]*\}/g, ""))) return [];
      return [
        {
          code: "OBJECTS_PATH_SPACE",
          severity: "error",
          at: [...list, position],
          message: `artifacts.objects names the path ${quoted(path)}, which has a space in it.`,
          remedy: `Give each path as an entry of its own; "?" matches the space in a file's name.`,
        },
      ];
    }),
  ];
}
