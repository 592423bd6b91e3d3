// A Dockerfile -> the files of its context that a stage of it is made from.
import type { BuildArguments } from "./dockerfile-arguments.ts";
import { withArguments } from "./dockerfile-arguments.ts";
import type { Instruction } from "./dockerfile-instructions.ts";
import { instructionsOf, shellWords, withoutOnBuild } from "./dockerfile-instructions.ts";

export interface CopiedSource {
  /** A path or glob in the context, from its root, which is "". */
  readonly source: string;
  /** Where it is copied from, when that is no stage: an image, or a further context. Undefined: the context. */
  readonly from?: string;
  /** `COPY`, `ADD`, `RUN --mount`, or `FROM` of all that a further context has. */
  readonly by: string;
  readonly line: number;
}

export interface StageOptions {
  /** Default: the last stage. */
  readonly target?: string;
  /** Names of further contexts, as `contextName` gives them: they go before stages and images. */
  readonly contexts?: ReadonlySet<string>;
  readonly args?: BuildArguments;
}

interface Stage {
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** What the stage, and those that it builds on, take from the context or further contexts. */
export function copiedSources(
  dockerfile: string,
  { target, contexts = new Set(), args = new Map() }: StageOptions = {},
): readonly CopiedSource[] {
  const all = instructionsOf(dockerfile).map(withoutOnBuild);
  const stages = stagesOf(all);
  const isStage = (from: string): boolean =>
    !contexts.has(contextName(from)) && stageIndex(stages, from) !== undefined;
  return [...neededStages(stages, target)]
    .sort((a, b) => a - b)
    .flatMap((at) => {
      const { instructions = [] } = stages[at] ?? {};
      return instructions.flatMap((instruction, index) => {
        const scope = { given: args, all, before: instructions.slice(0, index) };
        return sourcesOf(instruction, (text) => withArguments(text, scope));
      });
    })
    .filter(({ from, by }) => from === undefined || (by === "FROM" ? mayBe(contexts, from) : !isStage(from)));
}

/** How BuildKit compares the names of contexts with those of stages and images. */
export function contextName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:docker\.io\/)?(?:library\/)?/, "")
    .replace(/:latest$/, "");
}

function mayBe(contexts: ReadonlySet<string>, from: string): boolean {
  return contexts.has(contextName(from)) || (from.includes("$") && contexts.size > 0);
}

function stagesOf(instructions: readonly Instruction[]): readonly Stage[] {
  const stages: { name: string | undefined; instructions: Instruction[] }[] = [];
  for (const instruction of instructions) {
    const [, name] = /\sAS\s+(\S+)\s*$/i.exec(instruction.text) ?? [];
    if (instruction.name === "FROM") stages.push({ name, instructions: [] });
    stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

/** All of them where a variable says which one is meant. */
function neededStages(stages: readonly Stage[], target: string | undefined): ReadonlySet<number> {
  const all = new Set(stages.keys());
  const start = target === undefined ? stages.length - 1 : stageIndex(stages, target);
  if (start === undefined) return all;
  const needed = new Set([start]);
  for (const at of needed) {
    for (const instruction of stages[at]?.instructions ?? []) {
      for (const name of stagesUsed(instruction)) {
        if (name.includes("$")) return all;
        const other = stageIndex(stages.slice(0, at), name);
        if (other !== undefined) needed.add(other); // the loop goes on to it
      }
    }
  }
  return needed;
}

function stageIndex(stages: readonly Stage[], name: string): number | undefined {
  const named = stages.findLastIndex((stage) => stage.name?.toLowerCase() === name.toLowerCase());
  if (named >= 0) return named;
  return /^\d+$/.test(name) && Number(name) < stages.length ? Number(name) : undefined;
}

function stagesUsed({ name, text }: Instruction): readonly string[] {
  if (name === "FROM") return [baseOf(text)];
  const flag = /--from=(\S+)/.exec(text)?.[1];
  const mounted = [...text.matchAll(/--mount=(\S+)/g)].map(([, mount = ""]) => fieldsOf(mount).get("from"));
  if (name === "RUN") return mounted.filter((from) => from !== undefined);
  return name === "COPY" && flag !== undefined ? [flag] : [];
}

/** The image, stage or context behind `FROM`. */
function baseOf(text: string): string {
  return text.replaceAll(/--\S+\s+/g, "").split(/\s+/)[0] ?? "";
}

function sourcesOf(instruction: Instruction, read: (text: string) => string): readonly CopiedSource[] {
  const { name, text, line } = instruction;
  if (name === "FROM") return [{ source: "", from: baseOf(text), by: "FROM", line }];
  if (name === "RUN") return mountedSources(instruction, read);
  if (name !== "COPY" && name !== "ADD") return [];
  const words = wordsOf(text);
  const paths = words.slice(words.findIndex((word) => !word.startsWith("--")));
  const from = words.flatMap((word) => (word.startsWith("--from=") ? [word.slice(7)] : []))[0];
  return paths
    .slice(0, -1)
    .filter((source) => !/^(https?|git|ssh):\/\/|^git@|^<</.test(source))
    .map((source) => ({
      source: cleanSource(read(source)),
      ...(from !== undefined && { from }),
      by: name,
      line,
    }));
}

/** Of type bind, which is the default. */
function mountedSources(
  { text, line }: Instruction,
  read: (text: string) => string,
): readonly CopiedSource[] {
  return [...text.matchAll(/--mount=(\S+)/g)].flatMap(([, mount = ""]) => {
    const fields = fieldsOf(mount);
    if ((fields.get("type") ?? "bind") !== "bind") return [];
    const from = fields.get("from");
    const source = cleanSource(read(fields.get("source") ?? fields.get("src") ?? ""));
    return [{ source, ...(from !== undefined && { from }), by: "RUN --mount", line }];
  });
}

function fieldsOf(mount: string): ReadonlyMap<string, string> {
  return new Map(
    mount
      .replaceAll(/["']/g, "")
      .split(",")
      .map((field) => {
        const [key = "", value = ""] = field.split(/=(.*)/s);
        return [key.toLowerCase(), value];
      }),
  );
}

function wordsOf(text: string): readonly string[] {
  const flags = /^(?:--\S+\s+)*/.exec(text)?.[0] ?? "";
  const rest = text.slice(flags.length);
  const listed = rest.startsWith("[") ? jsonWords(rest) : undefined;
  const plain = shellWords(rest).map((word) =>
    word.replaceAll(/^["']|["']$/g, "").replaceAll(/\\(\s)/g, "$1"),
  );
  return [...flags.split(/\s+/).filter((flag) => flag !== ""), ...(listed ?? plain)];
}

function jsonWords(text: string): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing leads out of the context. What goes up from a `**` may be anywhere in it. */
function cleanSource(source: string): string {
  const names: string[] = [];
  for (const name of source.split("/")) {
    if (name === ".." && names.some((one) => one.includes("**"))) names.splice(0, names.length, "**");
    else if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}
