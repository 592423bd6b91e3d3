// The steps of a component -> the images that it pushes and that no command builds as far as it shows.
import type { Build } from "../format/build.ts";
import { dockerCommandOf } from "../steps/docker-commands.ts";
import type { ImageReference } from "../steps/image-reference.ts";
import { imageText, readImage, sameImage } from "../steps/image-reference.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { commandsOf } from "../steps/step-commands.ts";
import type { Word } from "../steps/step-commands.ts";

/** As `us-docker.pkg.dev/p/r/app:1`, in the order in which they are said. */
export function unseenImages(build: Build, values: KnownValues): readonly string[] {
  const listed = [...(build.images ?? []), ...(build.artifacts?.images ?? [])].map(values.read);
  const pushed = listed.flatMap((text) => readImage(text) ?? []);
  const seen: ImageReference[] = [];
  const isSeen = (image: ImageReference): boolean => seen.some((other) => sameImage(other, image));
  const docker = build.steps
    .flatMap((step) => commandsOf(step, 0, values))
    .flatMap((command) => dockerCommandOf(command) ?? []);
  for (const command of docker) {
    if (command.kind === "build") seen.push(...imagesIn(command.tags));
    else if (command.kind === "pull") seen.push(...imagesIn(command.images));
    else if (command.kind === "tag" && isAnySeen(command.from, isSeen)) seen.push(...imagesIn(command.to));
    else if (command.kind === "push") {
      const images = imagesIn(command.images);
      pushed.push(...(command.allTags ? images.map((image) => ({ ...image, tag: "*" })) : images));
    }
  }
  const unseen = pushed.filter((image) => image.digest === undefined && !isSeen(image));
  return [...new Set(unseen.map(imageText))];
}

function isAnySeen(words: readonly Word[], isSeen: (image: ImageReference) => boolean): boolean {
  return imagesIn(words).some((image) => image.digest !== undefined || isSeen(image));
}

function imagesIn(words: readonly Word[]): readonly ImageReference[] {
  return words.flatMap(({ text }) => readImage(text) ?? []);
}
