// A command -> what docker, or kaniko, does in it with which images: what is built, pushed, pulled, left behind and used.
import type { Options } from "./docker-options.ts";
import { isOn, isRegistryOutput, readDocker, readKaniko, valuesOf } from "./docker-options.ts";
import type { Command, Word } from "./step-commands.ts";

export type DockerCommand =
  | {
      readonly kind: "build";
      readonly tool: "docker" | "kaniko";
      /** The images. */
      readonly tags: readonly Word[];
      readonly isPushed: boolean;
      /** With the Docker daemon, where later steps find it. */
      readonly isLeft: boolean;
      readonly options: Options;
    }
  | { readonly kind: "push"; readonly images: readonly Word[]; readonly allTags: boolean }
  | { readonly kind: "pull"; readonly images: readonly Word[] }
  | { readonly kind: "tag"; readonly from: readonly Word[]; readonly to: readonly Word[] }
  | {
      readonly kind: "other";
      /** As `run`, `compose up`. */
      readonly command: string;
      /** Where an image may stand that it uses. */
      readonly texts: readonly Word[];
      readonly makes: "nothing" | "perhaps images" | "images in a registry";
    };

/** Undefined of another program. */
export function dockerCommandOf({ words }: Command): DockerCommand | undefined {
  const [program, ...args] = words;
  if (program === undefined) return undefined;
  if (program.text === "executor" || program.text === "kaniko") return kanikoBuild(args);
  const group = plugins.get(program.text);
  if (group !== undefined) return dockerCommand([{ ...program, text: group }, ...args]);
  const at = dockerAt(words);
  if (at < 0) return undefined;
  const isBehind = words[at + 1]?.text === "--"; // gcloud docker -- push
  return dockerCommand(words.slice(at + (isBehind ? 2 : 1)));
}

/** Programs of their own that do what a group of docker's commands does, or an image that runs one. */
const plugins: ReadonlyMap<string, string> = new Map([
  ["buildx", "buildx"],
  ["buildx-entrypoint", "buildx"],
  ["docker-buildx", "buildx"],
  ["docker-compose", "compose"],
]);

/** Where it stands, also behind a program that runs it: `retry 3 docker build .` */
function dockerAt(words: readonly Word[]): number {
  if (words[0]?.text === "docker") return 0;
  if (/^(?:echo|printf|which)$/.test(words[0]?.text ?? "")) return -1;
  return words.findIndex(
    ({ text }, at) => /^(?:\S*\/)?docker$/.test(text) && runnable.test(words[at + 1]?.text ?? ""),
  );
}

const runnable = /^(?:-.*|build|buildx|builder|compose|image|login|manifest|pull|push|run|tag)$/;

function dockerCommand(args: readonly Word[]): DockerCommand {
  const { command, options } = readDocker(args);
  const images = options.operands;
  switch (command) {
    case "build":
      return dockerBuild(options);
    case "push":
      return { kind: "push", images, allTags: isOn(options, "--all-tags") };
    case "pull":
      return { kind: "pull", images };
    case "tag":
      return { kind: "tag", from: images.slice(0, 1), to: images.slice(1) };
    default:
      return { kind: "other", command, texts: textsIn(options), makes: madeBy(command, options) };
  }
}

function textsIn({ named, operands }: Options): readonly Word[] {
  const isCache = (name: string): boolean => /^--cache-(?:from|to)$/.test(name);
  return [...operands, ...[...named].flatMap(([name, values]) => (isCache(name) ? [] : values))];
}

function madeBy(command: string, options: Options): (DockerCommand & { readonly kind: "other" })["makes"] {
  const isPush =
    /^(?:compose push|manifest push|buildx imagetools create)$/.test(command) ||
    (/^(?:buildx bake|compose build)$/.test(command) &&
      (isOn(options, "--push") || valuesOf(options, "--set").some(({ text }) => bakesInto.test(text))));
  if (isPush) return "images in a registry";
  const isHarmless =
    /^(?:|login|logout|version|info|images|ps|inspect|create|(?:image|buildx|manifest|container)(?: (?:create|use|ls|inspect|version|rm|prune))?|buildx imagetools inspect)$/;
  return isHarmless.test(command) ? "nothing" : "perhaps images";
}

/** As `--set=*.output=type=registry` and `--set=*.cache-to=...`. */
const bakesInto = /\.(?:output=.*(?:type=registry|push=true)|push=true|cache-to)/;

/** Without buildx, and without an output, an image stays with the daemon. */
function dockerBuild(options: Options): DockerCommand {
  const outputs = valuesOf(options, "--output");
  const inOutputs = outputs.flatMap((output) => {
    const [, name] = /(?:^|,)name=([^,]+)/.exec(output.text) ?? [];
    return name === undefined ? [] : [{ ...output, text: name, written: name }];
  });
  const isPushed = isOn(options, "--push") || outputs.some(({ text }) => isRegistryOutput(text));
  const isKept = outputs.every(({ text }) => /type=docker|type=image/.test(text));
  return {
    kind: "build",
    tool: "docker",
    tags: [...valuesOf(options, "--tag"), ...inOutputs],
    isPushed,
    isLeft: isOn(options, "--load") || (!isPushed && isKept),
    options,
  };
}

/** It has no daemon to leave an image with. */
function kanikoBuild(args: readonly Word[]): DockerCommand {
  const options = readKaniko(args);
  const tags = valuesOf(options, "--destination");
  return {
    kind: "build",
    tool: "kaniko",
    tags,
    isPushed: !isOn(options, "--no-push"),
    isLeft: false,
    options,
  };
}

/** Programs that leave the machine's images alone, and registries too. */
const harmless = new Set([
  "cat",
  "cd",
  "curl",
  "echo",
  "gcloud",
  "git",
  "gsutil",
  "kubectl",
  "mkdir",
  "set",
  "wget",
]);

/** Whether it may make, pull or push images that are not told here, or not by a name that is known. */
export function mayMakeOthers(command: Command): boolean {
  const [program] = command.words;
  const docker = dockerCommandOf(command);
  if (docker === undefined) return program !== undefined && !harmless.has(program.text);
  switch (docker.kind) {
    case "build":
      return docker.tags.some(({ isOpen }) => isOpen);
    case "push":
      return docker.allTags || docker.images.some(({ isOpen }) => isOpen);
    case "pull":
      return docker.images.some(({ isOpen }) => isOpen);
    case "tag":
      return docker.to.some(({ isOpen }) => isOpen);
    case "other":
      return docker.makes !== "nothing";
    default:
      return docker satisfies never;
  }
}
