// A command -> what it does to the world outside the build: whether it pushes images, deploys or uploads, or may.
import { dockerCommandOf } from "./docker-commands.ts";
import { harmless, outside, runners } from "./known-programs.ts";
import type { ProgramCall } from "./known-programs.ts";
import type { Command, Word } from "./step-commands.ts";

/** `not known`: neither that it publishes nor that it leaves everything outside alone. */
export type Effect = "pushes images" | "deploys or uploads" | "nothing" | "not known";

/** Builds that push count by their options, and as such that can be told not to. */
export function effectOf(command: Command): Effect {
  const { words } = command;
  const [program] = words;
  if (program === undefined || words.at(-1)?.text === "]]") return "nothing";
  const docker = dockerCommandOf(command);
  if (docker !== undefined) {
    if (docker.kind === "build") {
      if (docker.isPushed) return "pushes images";
      return docker.options.operands.some(isOpenWord) ? "not known" : "nothing"; // it may be an option
    }
    if (docker.kind === "push") return "pushes images";
    if (docker.kind !== "other") return "nothing";
    if (docker.makes === "images in a registry") return "pushes images";
    // What is baked, a file says.
    if (docker.command === "buildx bake" || docker.command.includes("$")) return "not known";
  }
  const called = calledIn(command);
  if (called.some(({ name, call }) => outside.get(name)?.(call) === true)) {
    return called.some(({ name }) => pushers.has(name)) ? "pushes images" : "deploys or uploads";
  }
  if (docker !== undefined) return "nothing";
  if (isKnown(command)) return "nothing";
  const isSaid = words.some(({ text }) => /^--(?:push|publish)(?:=true)?$|push=true/.test(text));
  return isSaid ? "pushes images" : "not known";
}

const pushers = new Set(["buildah", "buildctl", "crane", "gcrane", "ko", "oras", "pack", "regctl", "skopeo"]);

/** All of it is a variable or a substitution whose value is not known. */
function isOpenWord({ text }: Word): boolean {
  return /^\$\$?(?:\w+|\{\w+\}|[@*])$/.test(text);
}

/** Whether it has other machines run images. */
export function deploys(command: Command): boolean {
  const docker = dockerCommandOf(command);
  if (docker !== undefined && docker.kind !== "other") return false;
  const called = calledIn(command).filter(({ name }) => deployers.has(name));
  return called.some(({ name, call }) => {
    if (name !== "gcloud") return outside.get(name)?.(call) === true;
    return call.words.some((word) =>
      /^(?:deploy|update|replace|create-with-container|update-container)$/.test(word),
    );
  });
}

const deployers = new Set(["gcloud", "kubectl", "helm", "gke-deploy"]);

interface Called {
  readonly name: string;
  readonly call: ProgramCall;
}

/** The program, and those behind it where it is none that is known to keep its arguments to itself. */
function calledIn({ words }: Command): readonly Called[] {
  const [program] = words;
  const isAlone =
    program !== undefined && harmless.has(program.text) && !/^(?:npx|python3?|find)$/.test(program.text);
  const starts = isAlone ? words.slice(0, 1) : words;
  return starts.flatMap((word, at) => {
    const name = nameOf(word);
    const isValue = at > 0 && /^-|=|^[^/]*:/.test(word.text);
    if (!outside.has(name) || isValue) return [];
    return [{ name, call: callOf(words.slice(at + 1)) }];
  });
}

/** Of `/usr/bin/gcloud`, and of an image that is called like the program in it. */
function nameOf({ text }: Word): string {
  const [name = ""] = text.slice(text.lastIndexOf("/") + 1).split(/[:@]/, 1);
  return name;
}

function callOf(words: readonly Word[]): ProgramCall {
  const texts = words.map(({ text }) => text);
  return { words: texts.filter((text) => !text.startsWith("-")), line: texts.join(" ") };
}

/** The image of a step may have an entrypoint that runs its arguments. */
function isKnown({ words, by }: Command): boolean {
  const isRun = by === "exec" && words.length > 1 && isHarmless(words.slice(1));
  return isHarmless(words) || isRun;
}

function isHarmless(words: readonly Word[]): boolean {
  const [program, ...args] = words;
  if (program === undefined || program.isOpen) return false;
  if (args.length > 0 && args.every(({ text }) => /^(?:--?version|--?help|-[hvV]|version|help)$/.test(text)))
    return true;
  if (program.text === "curl" || program.text === "wget") return !args.some(({ text }) => sends.test(text));
  const isWrapper = /^(?:timeout|xargs|nice|retry|stdbuf|busybox|tini)$/.test(program.text);
  if (isWrapper) return args.some((_, at) => isHarmless(args.slice(at)));
  const name = program.text.replace(/^(python|pip|ruby|php|node|gcc|g\+\+|clang)-?[\d.]+$/, "$1");
  const isListed = harmless.has(name) || outside.has(name);
  const isTelling = args.some(({ text }) => /publish|deploy|release|push|upload/i.test(text));
  return isListed && !(runners.has(name) && isTelling);
}

/** Options of curl and wget. */
const sends =
  /^(?:-[a-zA-Z]*[dFT]|--(?:data|form|json|upload|post|body)[\w-]*(?:=.*)?|(?:-X|--request=|--method=)?(?:POST|PUT|PATCH|DELETE))$/;
