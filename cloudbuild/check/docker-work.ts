// A step -> the images that it makes and pushes with docker, as far as its commands show them.
import type { Path } from "../files/build-file.ts";
import type { BuildStep } from "../format/build.ts";
import { commandsOf } from "./step-commands.ts";
import type { Command, Word } from "./step-commands.ts";

export interface DockerWork {
  /** Built or tagged. */
  readonly made: readonly ImageUse[];
  readonly pulled: readonly ImageUse[];
  readonly pushed: readonly ImageUse[];
  /** It may make or push others: not everything in it is understood. */
  readonly more: boolean;
}

export interface ImageUse {
  readonly image: string;
  readonly at: Path;
}

const nothing: DockerWork = { made: [], pulled: [], pushed: [], more: false };
const unknown: DockerWork = { made: [], pulled: [], pushed: [], more: true };

export function dockerWork(step: BuildStep, index: number): DockerWork {
  const works = commandsOf(step, index).map(workOf);
  return {
    made: works.flatMap(({ made }) => made),
    pulled: works.flatMap(({ pulled }) => pulled),
    pushed: works.flatMap(({ pushed }) => pushed),
    more: works.some(({ more }) => more),
  };
}

/** Programs that leave the machine's images alone. */
const others = new Set([
  "gcloud",
  "gsutil",
  "git",
  "kubectl",
  "curl",
  "wget",
  "echo",
  "set",
  "cd",
  "mkdir",
  "cat",
]);

function workOf({ words, by }: Command): DockerWork {
  const [program, ...args] = words;
  if (program === undefined || others.has(program.text)) return nothing;
  if (program.text !== "docker") return unknown;
  const work = dockerCommand(args);
  const variable = by === "script" ? /[$`]/ : by === "shell" ? /\$\$|\$\(|`/ : /\$\$/;
  const clear = ({ image }: ImageUse) => !variable.test(image);
  return {
    made: work.made.filter(clear),
    pulled: work.pulled.filter(clear),
    pushed: work.pushed.filter(clear),
    more: work.more || ![...work.made, ...work.pulled, ...work.pushed].every(clear),
  };
}

function dockerCommand(args: readonly Word[]): DockerWork {
  const [group, ...rest] = args;
  if (group === undefined) return nothing;
  if (["buildx", "image", "builder"].includes(group.text)) return dockerCommand(rest);
  const names = () => positional(rest).map(imageUse);
  switch (group.text) {
    case "build":
      return built(rest);
    case "tag":
      return { ...nothing, made: names().slice(1) };
    case "pull":
      return { ...nothing, pulled: names() };
    case "push":
      return { ...nothing, pushed: names(), more: rest.some(({ text }) => /^(?:-a|--all-tags)$/.test(text)) };
    case "login":
    case "version":
    case "info":
    case "images":
    case "inspect":
    case "create":
    case "use":
      return nothing;
    default:
      return unknown;
  }
}

function built(args: readonly Word[]): DockerWork {
  const made = args.flatMap(({ text, at }, position): readonly ImageUse[] => {
    if (text === "-t" || text === "--tag") {
      const next = args[position + 1];
      return next === undefined ? [] : [imageUse(next)];
    }
    const joined = /^(?:--tag=|-t=?)(.+)$/.exec(text)?.[1];
    return joined === undefined ? [] : [{ image: joined, at }];
  });
  const pushes = args.some(
    ({ text }, position) => text === "--push" || pushesOutput(text, args[position + 1]?.text),
  );
  return { ...nothing, made, pushed: pushes ? made : [] };
}

function pushesOutput(option: string, next = ""): boolean {
  const output = /^(?:-o|--output)(?:=(.*))?$/.exec(option);
  return output !== null && /(?:^|,)(?:type=registry|push=true)(?:,|$)/.test(output[1] ?? next);
}

function positional(words: readonly Word[]): readonly Word[] {
  return words.filter(({ text }) => !text.startsWith("-"));
}

function imageUse({ text, at }: Word): ImageUse {
  return { image: text, at };
}
