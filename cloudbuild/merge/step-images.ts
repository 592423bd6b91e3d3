// A step -> the images that it pushes, leaves with the Docker daemon, and uses, and the digest files that it writes and reads.
import type { BuildStep } from "../format/build.ts";
import { dockerCommandOf, mayMakeOthers } from "../steps/docker-commands.ts";
import { mentions, readImage, sameImage } from "../steps/image-reference.ts";
import type { ImageReference } from "../steps/image-reference.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { commandsOf } from "../steps/step-commands.ts";
import type { CommandImages, Use } from "./command-images.ts";
import { commandImages } from "./command-images.ts";
import type { DigestFiles } from "./digest-files.ts";
import { digestFiles } from "./digest-files.ts";

export type { Use } from "./command-images.ts";

export interface StepImages extends CommandImages, DigestFiles {
  /** Those that it leaves and has not pulled: others of the same name are no longer there. */
  readonly makes: readonly ImageReference[];
  /** It may make or push others: not everything in it is understood. */
  readonly makesOthers: boolean;
}

export function stepImages(step: BuildStep, values: KnownValues): StepImages {
  const all = commandsOf(step, 0, values);
  const commands = all.map((command) => ({
    ...commandImages(command),
    isPull: dockerCommandOf(command)?.kind === "pull",
  }));
  const env = (step.env ?? []).map(values.read);
  const texts = [step.entrypoint ?? "", ...env];
  const image = readImage(values.read(step.name));
  const uses = (of: ImageReference): Use => {
    if (image !== undefined && sameImage(image, of)) return "run";
    const used = commands.map((command) => command.uses(of));
    const isNamed = texts.some((text) => mentions(text, of));
    const strongest = (["registry", "local", "perhaps"] as const).find((use) => used.includes(use));
    return strongest ?? (isNamed ? "perhaps" : used.includes("pull") ? "pull" : "none");
  };
  return {
    pushes: commands.flatMap(({ pushes }) => pushes),
    builds: commands.flatMap(({ builds }) => builds),
    leaves: commands.flatMap(({ leaves }) => leaves),
    makes: commands.flatMap(({ leaves, isPull }) => (isPull ? [] : leaves)),
    makesOthers: all.some(mayMakeOthers),
    ...digestFiles(step, { commands: all, env }),
    uses,
  };
}
