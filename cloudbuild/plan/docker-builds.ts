// A step -> the image builds in it: which Dockerfile, and which folder they read.
import { posix } from "node:path";
import type { BuildStep } from "../format/build.ts";
import { shellCommands } from "./shell-words.ts";

/** Paths are from the repository's root, which is "". */
export type ImageBuild =
  | {
      readonly kind: "build";
      /** Undefined: it comes from elsewhere, as from stdin. */
      readonly dockerfile: string | undefined;
      /** Undefined: it is an address, or outside the repository. */
      readonly context: string | undefined;
      /** Default: the last stage. */
      readonly target?: string;
      /** Further folders that it reads, by name. */
      readonly contexts: ReadonlyMap<string, string>;
    }
  /** `why` is a half sentence. */
  | { readonly kind: "unknown"; readonly why: string };

/** `expand` gives a text with the values of its substitutions, or undefined where one is not known. */
export function imageBuildsOf(
  step: BuildStep,
  expand: (text: string) => string | undefined,
): readonly ImageBuild[] {
  const dir = folderOf(step.dir ?? "", "", expand);
  const args = step.args ?? [];
  const entrypoint = posix.basename(step.entrypoint ?? "");
  if (step.script !== undefined) return inShell(step.script, dir, noVariables);
  if (/^(ba|da|z|a)?sh$/.test(entrypoint)) return inShell(shellText(args) ?? "", dir, expand);
  if (/\/kaniko-project\/executor|\/kaniko(:|@|$)/.test(step.name))
    return [kanikoBuild(args, { dir, expand })];
  const isDocker = entrypoint === "docker" || (entrypoint === "" && imageName(step.name) === "docker");
  return isDocker ? dockerBuilds(args, { dir, expand }) : [];
}

/** The last part of an image's name, without tag and digest. */
export function imageName(image: string): string {
  const name = image.replace(/@.*$/, "").split("/").at(-1) ?? "";
  return name.replace(/:.*$/, "");
}

interface Where {
  /** Where the command runs; undefined: not known, or outside the repository. */
  readonly dir: string | undefined;
  readonly expand: (text: string) => string | undefined;
}

/** What follows -c; without it the file that it runs is not looked into. */
function shellText(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^-[a-z]*c[a-z]*$/.test(arg));
  return at < 0 ? undefined : args[at + 1];
}

/** Shells have variables of their own, which nobody knows here. */
function noVariables(text: string): string | undefined {
  return text.includes("$") ? undefined : text;
}

function inShell(text: string, start: string | undefined, expand: Where["expand"]): readonly ImageBuild[] {
  let dir = start;
  return shellCommands(text).flatMap((words) => {
    if (words[0] === "cd" || words[0] === "pushd") {
      dir = folderOf(words[1] ?? "", dir, expand);
      return [];
    }
    const at = words.findIndex((word) => posix.basename(word) === "docker");
    return at < 0 ? [] : dockerBuilds(words.slice(at + 1), { dir, expand });
  });
}

function dockerBuilds(args: readonly string[], where: Where): readonly ImageBuild[] {
  const { command, rest } = commandOf(args);
  if (/^((builder |image )?build|buildx (build|b))$/.test(command)) return [dockerBuild(rest, where)];
  const isOther = /^(buildx bake|compose (build|up|run))$/.test(command);
  return isOther ? [{ kind: "unknown", why: `what docker ${command} builds is not looked into` }] : [];
}

/** Options of `docker` and its groups of commands that take a value. */
const valued = /^(--(builder|config|context|file|host|log-level|profile|project-name|tls\w+)|-[cfHlp])$/;

/** `buildx build`, and what comes after it. */
function commandOf(args: readonly string[]): { readonly command: string; readonly rest: readonly string[] } {
  const words: string[] = [];
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (valued.test(arg)) at += 1;
    if (arg.startsWith("-")) continue;
    words.push(arg);
    if (!/^(buildx|builder|compose|image)$/.test(arg)) break;
  }
  return { command: words.join(" "), rest: args.slice(at + 1) };
}

/** The options of `docker build` and `docker buildx build` that take no value; all others do. */
const flags = new Set([
  ...[
    "--check",
    "--compress",
    "--debug",
    "--disable-content-trust",
    "--force-rm",
    "--help",
    "--load",
    "--no-cache",
  ],
  ...["--pull", "--push", "--quiet", "--rm", "--squash", "-D", "-h", "-q"],
]);

interface Options {
  readonly named: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
}

function readOptions(args: readonly string[]): Options {
  const named = new Map<string, string[]>();
  const positionals: string[] = [];
  const add = (name: string, value: string): void =>
    void named.set(name, [...(named.get(name) ?? []), value]);
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    const equals = arg.indexOf("=");
    if (!arg.startsWith("-") || arg === "-") positionals.push(arg);
    else if (arg.startsWith("--") && equals > 0) add(arg.slice(0, equals), arg.slice(equals + 1));
    else if (flags.has(arg)) add(arg, "");
    else if (arg.startsWith("--") || arg.length === 2) add(arg, args[(at += 1)] ?? "");
    else add(arg.slice(0, 2), arg.slice(2).replace(/^=/, "")); // -fDockerfile
  }
  return { named, positionals };
}

function dockerBuild(args: readonly string[], { dir, expand }: Where): ImageBuild {
  const { named, positionals } = readOptions(args);
  const [target] = named.get("--target")?.slice(-1) ?? [];
  const [file] = [...(named.get("--file") ?? []), ...(named.get("-f") ?? [])].slice(-1);
  const contextText = positionals.at(-1) ?? "-";
  const context = isElsewhere(contextText) ? undefined : folderOf(contextText, dir, expand);
  const contexts = (named.get("--build-context") ?? []).map((text) => {
    const [name = "", path = ""] = text.split(/=(.*)/s);
    return { name, path: isElsewhere(path) ? undefined : folderOf(path, dir, expand) };
  });
  const byDefault = context === undefined ? undefined : posix.join(context, "Dockerfile");
  const given = file === undefined || file === "-" ? undefined : folderOf(file, dir, expand);
  const dockerfile = file === undefined ? byDefault : given;
  const unread = [contextText, file ?? "", target ?? "", ...contexts.map(({ name }) => name)].find(
    (text) => expand(text) === undefined,
  );
  if (unread !== undefined) return { kind: "unknown", why: `the value of "${unread}" is not known` };
  const stage = target === undefined ? undefined : expand(target);
  return {
    kind: "build",
    dockerfile,
    context,
    ...(stage !== undefined && { target: stage }),
    contexts: new Map(contexts.flatMap(({ name, path }) => (path === undefined ? [] : [[name, path]]))),
  };
}

function kanikoBuild(args: readonly string[], { dir, expand }: Where): ImageBuild {
  const { named } = readOptions(args);
  const option = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => named.get(name) ?? []).at(-1);
  const contextText = (option("--context", "-c") ?? "/workspace").replace(/^dir:\/\//, "");
  const file = option("--dockerfile", "-f") ?? "Dockerfile";
  const target = option("--target");
  const unread = [contextText, file, target ?? ""].find((text) => expand(text) === undefined);
  if (unread !== undefined) return { kind: "unknown", why: `the value of "${unread}" is not known` };
  const sub = option("--context-sub-path") ?? "";
  const context = isElsewhere(contextText) ? undefined : folderOf(posix.join(contextText, sub), dir, expand);
  // Looked for where the command runs, and then in the context.
  const dockerfile = folderOf(file, context ?? dir, expand);
  return { kind: "build", dockerfile, context, ...(target !== undefined && { target }), contexts: new Map() };
}

/** An address, an image, stdin. */
function isElsewhere(text: string): boolean {
  return text === "-" || /^([a-z-]+:\/\/|git@|github\.com\/)/.test(text);
}

/** From the root; undefined: not known, or outside the repository. */
function folderOf(path: string, dir: string | undefined, expand: Where["expand"]): string | undefined {
  const text = expand(path);
  if (text === undefined || dir === undefined) return undefined;
  const isAbsolute = text.startsWith("/");
  const inside = isAbsolute ? /^\/workspace(?:\/(.*))?$/s.exec(posix.normalize(text)) : undefined;
  if (isAbsolute && !inside) return undefined;
  const normal = posix.normalize(inside ? (inside[1] ?? "") : posix.join(dir, text));
  if (normal === ".." || normal.startsWith("../")) return undefined;
  return normal === "." ? "" : normal.replace(/\/$/, "");
}
