// A step -> the images that it pushes, leaves with the Docker daemon, and uses, and the digest files that it writes and reads.
import type { Build, BuildStep } from "../format/build.ts";
import { flagsOf } from "./command-flags.ts";
import type { ImageReference } from "./image-reference.ts";
import { mentions, parseImage, sameImage, withDefaults } from "./image-reference.ts";
import { plainCommands } from "./plain-commands.ts";

export interface StepImages {
  readonly pushes: readonly ImageReference[];
  /** Those of them that it also builds. */
  readonly builds: readonly ImageReference[];
  /** Built, tagged or pulled: there for later steps, and for no other machine. */
  readonly leaves: readonly ImageReference[];
  /** Names of files in /workspace/.digests. */
  readonly writes: readonly string[];
  /** The same; `*` is the folder as a whole. */
  readonly reads: readonly string[];
  readonly uses: (image: ImageReference) => Use;
}

/**
 * `pull`: an older one may do. `local`: from the daemon or a registry. `registry`: from there only. `perhaps`: it names the
 * image, and may use it, or be what makes it.
 */
export type Use = "none" | "pull" | "perhaps" | "local" | "registry";

/** Programs that have other machines run images. */
const deployers =
  /^(gcloud (.* )?(deploy|update|replace|create-with-container)|kubectl|helm|gke-deploy)( |$)/;

const dockerFlags = new Set(
  `-t --tag -f --file -o --output --build-arg --build-context --platform --builder --metadata-file --iidfile --target
  --secret --ssh --label --cache-from --cache-to --network --add-host --progress -e --env -v --volume --name -p --publish
  -w --workdir --entrypoint -u --user --mount --env-file --ulimit --memory -m --cpus --annotation --attest`.split(
    /\s+/,
  ),
);

const digestFile = /(?:\/workspace\/|(?<![\w./}-])(?:\.\/)?)\.digests(?![\w.-])(?:\/([\w.-]+\.json))?/g;

export function stepImages(step: BuildStep, substitutions: NonNullable<Build["substitutions"]>): StepImages {
  const read = (text: string): string => withDefaults(text, substitutions);
  const { entrypoint, env } = step;
  const commands = plainCommands(step, substitutions).map(dockerOf);
  const pushes = commands.flatMap((command) => command.pushes);
  const builds = commands.flatMap((command) => command.builds);
  const leaves = commands.flatMap((command) => command.leaves);
  const writes = commands.flatMap((command) => [...command.writes, ...writtenBy(command.read)]);
  const texts = [entrypoint ?? "", ...(env ?? []).map(read)];
  const image = parseImage(read(step.name));
  const uses = (of: ImageReference): Use => {
    if (image !== undefined && sameImage(image, of)) return "local";
    const used = commands.map((command) => command.uses(of));
    const isNamed = texts.some((text) => mentions(text, of));
    const strongest = (["registry", "local", "perhaps"] as const).find((use) => used.includes(use));
    return strongest ?? (isNamed ? "perhaps" : used.includes("pull") ? "pull" : "none");
  };
  const readable = [...texts, ...commands.flatMap(({ read: words }) => words)];
  const reads = readable.flatMap((text) => [...text.matchAll(digestFile)].map(([, name]) => name ?? "*"));
  return {
    pushes,
    builds,
    leaves,
    writes,
    reads: [...new Set(reads)].filter((name) => !writes.includes(name)),
    uses,
  };
}

/** Digest files behind `>` and `tee`. */
function writtenBy(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const target = /^\d?>>?(.+)$/.exec(word)?.[1] ?? (/^(\d?>>?|tee)$/.test(words[at - 1] ?? "") ? word : "");
    return [...target.matchAll(digestFile)].flatMap(([, name]) => name ?? []);
  });
}

interface DockerCommand {
  readonly pushes: readonly ImageReference[];
  readonly builds: readonly ImageReference[];
  readonly leaves: readonly ImageReference[];
  readonly writes: readonly string[];
  /** The words in which a digest file that it reads may stand. */
  readonly read: readonly string[];
  readonly uses: (image: ImageReference) => Use;
}

function dockerOf(words: readonly string[]): DockerCommand {
  const [program = "", ...args] = words;
  const nothing = { pushes: [], builds: [], leaves: [], writes: [], read: words };
  if (program === "executor") return kaniko(words, args);
  if (!/(^|\/)docker$/.test(program)) {
    if (program === "mkdir") return { ...nothing, read: [], uses: () => "none" };
    const use = deployers.test(words.join(" ")) ? "registry" : "perhaps";
    return { ...nothing, uses: (image) => (words.some((word) => mentions(word, image)) ? use : "none") };
  }
  const { flags, rest } = flagsOf(args, dockerFlags);
  const [verb, ...operands] = rest[0] === "image" || rest[0] === "buildx" ? rest.slice(1) : rest;
  const named = (image: ImageReference): boolean =>
    [
      ...operands,
      ...flags.filter(([name]) => !/^--cache-(from|to)$/.test(name)).map(([, value]) => value),
    ].some((word) => mentions(word, image) || equals(word, image));
  const images = operands.flatMap((word) => parseImage(word) ?? []);
  switch (verb) {
    case "push": {
      const all = flags.some(([name]) => name === "--all-tags" || name === "-a");
      const pushed = images.map(({ repository, tag }) => ({ repository, tag: all ? "*" : tag }));
      return { ...nothing, pushes: pushed, uses: (image) => (named(image) ? "local" : "none") };
    }
    case "pull":
      return { ...nothing, leaves: images, uses: (image) => (named(image) ? "pull" : "none") };
    case "tag":
      return {
        ...nothing,
        leaves: images.slice(1),
        uses: (image) => (images[0] && sameImage(images[0], image) ? "local" : "none"),
      };
    case "build":
    case "b":
      return dockerBuild(words, flags);
    default:
      return { ...nothing, uses: (image) => (named(image) ? "local" : "none") };
  }
}

function equals(word: string, image: ImageReference): boolean {
  const parsed = parseImage(word);
  return parsed !== undefined && sameImage(parsed, image);
}

function dockerBuild(words: readonly string[], flags: readonly (readonly [string, string])[]): DockerCommand {
  const valuesOf = (...names: readonly string[]) =>
    flags.flatMap(([name, value]) => (names.includes(name) ? [value] : []));
  const outputs = valuesOf("-o", "--output");
  const inOutputs = outputs.flatMap((output) => {
    const [, name] = /(?:^|,)name=([^,]+)/.exec(output) ?? [];
    return name === undefined ? [] : [name];
  });
  const tags = [...valuesOf("-t", "--tag"), ...inOutputs].flatMap((tag) => parseImage(tag) ?? []);
  const isPush =
    flags.some(([name, value]) => name === "--push" && value !== "false") ||
    outputs.some((output) => /(^|,)(push=true|type=registry)(,|$)/.test(output));
  const isLocal = !isPush && outputs.every((output) => /type=docker|type=image/.test(output));
  const used = flags
    .filter(([name]) => name === "--build-arg" || name === "--build-context")
    .map(([, value]) => value);
  return {
    pushes: isPush ? tags : [],
    builds: tags,
    leaves: isLocal ? tags : [],
    writes: valuesOf("--metadata-file").flatMap(
      (path) => /^(?:\/workspace\/|\.\/)?\.digests\/([\w.-]+\.json)$/.exec(path)?.[1] ?? [],
    ),
    read: words.filter((word, at) => !/--metadata-file/.test(word) && words[at - 1] !== "--metadata-file"),
    uses: (image) =>
      !tags.some((tag) => sameImage(tag, image)) && used.some((value) => mentions(value, image))
        ? "local"
        : "none",
  };
}

function kaniko(words: readonly string[], args: readonly string[]): DockerCommand {
  const { flags } = flagsOf(args, new Set(["--destination", "-d", "--build-arg"]));
  const pushes = flags.flatMap(([name, value]) =>
    name === "--destination" || name === "-d" ? (parseImage(value) ?? []) : [],
  );
  const used = flags.flatMap(([name, value]) => (name === "--build-arg" ? [value] : []));
  return {
    pushes,
    builds: pushes,
    leaves: [],
    writes: [],
    read: words,
    uses: (image) => (used.some((value) => mentions(value, image)) ? "registry" : "none"),
  };
}
