// A step -> the image builds in it: which Dockerfile, and which folder they read.
import type { BuildStep } from "../format/build.ts";
import { dockerCommandOf } from "../steps/docker-commands.ts";
import type { DockerCommand } from "../steps/docker-commands.ts";
import { valuesOf } from "../steps/docker-options.ts";
import type { Options } from "../steps/docker-options.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { lineOf } from "../steps/step-commands.ts";
import type { Command } from "../steps/step-commands.ts";
import type { BuildArguments } from "./dockerfile-arguments.ts";
import { contextName } from "./dockerfile.ts";
import type { Folder, Said } from "./step-folders.ts";
import { folderAt, isKnown, placedCommands, unknown } from "./step-folders.ts";

/** Paths are from the repository's root, which is "". */
export type ImageBuild =
  | {
      readonly kind: "build";
      /** The first of them that there is; none: it comes from elsewhere, as from stdin. */
      readonly dockerfiles: readonly string[];
      /** Undefined: it is an address. */
      readonly context: string | undefined;
      /** Default: the last stage. */
      readonly target?: string;
      /** Further folders that it reads, by name as `contextName` gives it. */
      readonly contexts: ReadonlyMap<string, string>;
      readonly args: BuildArguments;
    }
  /** `why` is a half sentence. */
  | { readonly kind: "unknown"; readonly why: string };

/** In the order of the step's commands. */
export function imageBuildsOf(step: BuildStep, values: KnownValues): readonly ImageBuild[] {
  return placedCommands(step, values).flatMap(({ command, folder }): readonly ImageBuild[] => {
    const docker = dockerCommandOf(command);
    if (docker?.kind === "build") return [imageBuild(docker, folder)];
    const builder = otherBuilder(command, docker);
    return builder === undefined ? [] : [unknown(`what ${builder} builds is not looked into`)];
  });
}

const otherBuilders = [
  /^podman-compose(?= .*\b(?:build|up|run|create)\b)/,
  /^(?:podman|buildah|nerdctl|img) (?:build|bud|build-using-dockerfile|commit)\b/,
  /^(?:pack|ko|skaffold|earthly|s2i|nixpacks|werf)(?= )/,
  /^buildctl(?= .*\bbuild\b)/,
  /^gcloud(?= .*(?:\bbuilds submit\b|--source\b|\bfunctions deploy\b|\bapp deploy\b))/,
];

/** A program, with its command, that builds images in a way that is not read here. */
function otherBuilder(command: Command, docker: DockerCommand | undefined): string | undefined {
  if (docker?.kind === "other") {
    return /^(?:buildx bake|compose (?:build|up|run|create))$/.test(docker.command)
      ? `docker ${docker.command}`
      : undefined;
  }
  const line = lineOf(command);
  return otherBuilders.map((builder) => builder.exec(line)?.[0]).find((found) => found !== undefined);
}

function imageBuild(
  { tool, options }: DockerCommand & { readonly kind: "build" },
  folder: Folder,
): ImageBuild {
  const target = valuesOf(options, "--target").at(-1);
  if (target !== undefined && !isKnown(target.text)) {
    return unknown(`the value of "${target.written}" is not known`);
  }
  const files = tool === "kaniko" ? kanikoFiles(options, folder) : dockerFiles(options, folder);
  if (files.kind === "unknown") return files;
  return { ...files, ...(target !== undefined && { target: target.text }), args: argumentsIn(options) };
}

type Files =
  | Omit<ImageBuild & { readonly kind: "build" }, "target" | "args">
  | { readonly kind: "unknown"; readonly why: string };

function dockerFiles(options: Options, folder: Folder): Files {
  const context = contextAt(options.operands.at(-1), folder);
  if (context.kind === "unknown") return context;
  const contexts = new Map<string, string>();
  for (const { text, written } of valuesOf(options, "--build-context")) {
    const [name = "", path = ""] = text.split(/=(.*)/s);
    const further = contextAt({ text: path, written }, folder);
    if (!isKnown(name)) return unknown(`the value of "${written}" is not known`);
    if (further.kind === "unknown") return further;
    if (further.path !== undefined) contexts.set(contextName(name), further.path);
  }
  const built = { kind: "build", context: context.path, contexts } as const;
  const file = valuesOf(options, "--file").at(-1);
  if (file === undefined) {
    return { ...built, dockerfiles: context.path === undefined ? [] : [within(context.path, "Dockerfile")] };
  }
  const isElsewhere = file.text === "-" || isAddress(file.text);
  if (isElsewhere && context.path !== undefined) return { ...built, dockerfiles: [] };
  if (isElsewhere) return unknown("its Dockerfile is not in the repository");
  const dockerfile = folderAt(file, folder);
  return dockerfile.kind === "unknown" ? dockerfile : { ...built, dockerfiles: [dockerfile.path] };
}

/** The Dockerfile is looked for where the command runs, and then in the context. */
function kanikoFiles(options: Options, folder: Folder): Files {
  const [context, file, sub] = ["--context", "--dockerfile", "--context-sub-path"].map((name) =>
    valuesOf(options, name).at(-1),
  );
  const text = (context?.text ?? "/workspace").replace(/^dir:\/\//, "");
  const written = context?.written ?? text;
  if (/^(?:tar|gs|s3):\/\//.test(text)) return unknown(`what is in "${written}" is not known`);
  const outer = contextAt({ text, written }, folder);
  if (outer.kind === "unknown") return outer;
  if (outer.path === undefined) {
    return { kind: "build", dockerfiles: [], context: undefined, contexts: new Map() };
  }
  const inner = folderAt(sub ?? { text: "", written: "" }, { kind: "known", path: outer.path });
  if (inner.kind === "unknown") return inner;
  const name = file ?? { text: "Dockerfile", written: "Dockerfile" };
  const places = [folder, inner].map((place) => folderAt(name, place));
  const lost = places.find((place) => place.kind === "unknown");
  if (lost?.kind === "unknown" && !isKnown(name.text)) return lost;
  const found = places.flatMap((place) => (place.kind === "known" ? [place.path] : []));
  const dockerfiles = [...new Set(found)];
  if (dockerfiles.length === 0 && lost?.kind === "unknown") return lost;
  return { kind: "build", dockerfiles, context: inner.path, contexts: new Map() };
}

type Context =
  /** Undefined: an address or an image. */
  | { readonly kind: "known"; readonly path: string | undefined }
  | { readonly kind: "unknown"; readonly why: string };

function contextAt(said: Said | undefined, folder: Folder): Context {
  if (said === undefined) return unknown("its context is not told");
  if (said.text === "-") return unknown("its context comes from stdin");
  const isElsewhere = isAddress(said.text) && isKnown(said.text.replaceAll(/[?~]/g, ""));
  return isElsewhere ? { kind: "known", path: undefined } : folderAt(said, folder);
}

function isAddress(text: string): boolean {
  return /^(?:(?:https?|git|ssh|docker-image):\/\/|git@|github\.com\/)/.test(text);
}

function within(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** What is given without a value has that of a variable. */
function argumentsIn(options: Options): BuildArguments {
  return new Map(
    valuesOf(options, "--build-arg").map(({ text }) => {
      const [name = "", value] = text.split(/=(.*)/s);
      return [name, value === undefined || !isKnown(value) ? undefined : value] as const;
    }),
  );
}
