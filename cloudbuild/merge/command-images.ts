// A command -> the images that it pushes, builds, leaves with the Docker daemon, and uses.
import { dockerCommandOf } from "../steps/docker-commands.ts";
import type { DockerCommand } from "../steps/docker-commands.ts";
import { valuesOf } from "../steps/docker-options.ts";
import { deploys } from "../steps/effects.ts";
import type { ImageReference } from "../steps/image-reference.ts";
import { mentions, readImage, sameImage } from "../steps/image-reference.ts";
import { oneSpelling } from "../steps/known-values.ts";
import type { Command, Word } from "../steps/step-commands.ts";

/**
 * `pull`: an older one may do. `local`: from the daemon or a registry. `run`: the same, and the step itself runs in it, so
 * that it cannot be what makes it. `registry`: from there only. `perhaps`: it names the image, and may use it, or make it.
 */
export type Use = "none" | "pull" | "perhaps" | "local" | "run" | "registry";

/** References with a digest are left out: they say which image it is, whatever is pushed. */
export interface CommandImages {
  readonly pushes: readonly ImageReference[];
  /** Built, pushed or not. */
  readonly builds: readonly ImageReference[];
  /** Built, tagged or pulled: there for later steps, and for no other machine. */
  readonly leaves: readonly ImageReference[];
  readonly uses: (image: ImageReference) => Use;
}

const nothing = { pushes: [], builds: [], leaves: [] };

export function commandImages(command: Command): CommandImages {
  const docker = dockerCommandOf(command);
  if (docker !== undefined) return dockerImages(docker);
  const submitted = referencesIn(submittedBy(command));
  if (submitted.length > 0) return { ...nothing, pushes: submitted, builds: submitted, uses: () => "none" };
  const isFolder = command.words[0]?.text === "mkdir";
  const texts = isFolder ? [] : spelled([...command.words, ...command.reads, ...command.writes]);
  const use = deploys(command) ? "registry" : "perhaps";
  return { ...nothing, uses: (image) => (isNamed(texts, image) ? use : "none") };
}

/** Another build makes and pushes it before the command ends. */
function submittedBy({ words }: Command): readonly Word[] {
  const said = words.map(({ text }) => text);
  if (said[0] !== "gcloud" || !said.includes("builds") || !said.includes("submit")) return [];
  return words.flatMap((word, at) => {
    const [, value] = /^(?:--tag|-t)=(.*)$/s.exec(word.text) ?? [];
    if (value !== undefined) return [{ ...word, text: value }];
    return /^(?:--tag|-t)$/.test(word.text) ? words.slice(at + 1, at + 2) : [];
  });
}

function dockerImages(docker: DockerCommand): CommandImages {
  const usesOf = (images: readonly ImageReference[], use: Use) => (image: ImageReference) =>
    isAmong(images, image) ? use : "none";
  switch (docker.kind) {
    case "build":
      return buildImages(docker);
    case "push": {
      const images = referencesIn(docker.images);
      const pushes = docker.allTags ? images.map((image) => ({ ...image, tag: "*" })) : images;
      return { ...nothing, pushes, uses: usesOf(pushes, "local") };
    }
    case "pull": {
      const leaves = referencesIn(docker.images);
      return { ...nothing, leaves, uses: usesOf(leaves, "pull") };
    }
    case "tag":
      return {
        ...nothing,
        leaves: referencesIn(docker.to),
        uses: usesOf(referencesIn(docker.from), "local"),
      };
    case "other": {
      const [exact, texts] = [referencesIn(docker.texts), spelled(docker.texts)];
      return {
        ...nothing,
        uses: (image) => (isNamed(texts, image) || isAmong(exact, image) ? "local" : "none"),
      };
    }
    default:
      return docker satisfies never;
  }
}

/** The image of a build argument is pulled from a registry where nothing has a daemon. */
function buildImages({
  tool,
  tags,
  isPushed,
  isLeft,
  options,
}: DockerCommand & { readonly kind: "build" }): CommandImages {
  const builds = referencesIn(tags);
  const used = spelled(valuesOf(options, "--build-arg", "--build-context"));
  return {
    pushes: isPushed ? builds : [],
    builds,
    leaves: isLeft ? builds : [],
    uses: (image) => {
      if (isAmong(builds, image) || !isNamed(used, image)) return "none";
      return tool === "kaniko" ? "registry" : "local";
    },
  };
}

function referencesIn(words: readonly Word[]): readonly ImageReference[] {
  const images = words.flatMap(({ text }) => readImage(text) ?? []);
  return images.filter(({ digest }) => digest === undefined);
}

function isAmong(images: readonly ImageReference[], image: ImageReference): boolean {
  return images.some((other) => sameImage(other, image));
}

/** `$X` in a script is spelled as substitutions are. */
function spelled(words: readonly Word[]): readonly string[] {
  return words.map(({ text }) => oneSpelling(text));
}

function isNamed(texts: readonly string[], image: ImageReference): boolean {
  return texts.some((text) => mentions(text, image));
}
