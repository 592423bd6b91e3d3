// A Dockerfile -> its instructions, and the files of its context that a stage of it is made from.

export interface Instruction {
  /** In capitals. */
  readonly name: string;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface CopiedSource {
  /** A path or glob in the context, from its root, which is "". */
  readonly source: string;
  /** Where it is copied from, when that is no stage: an image, or a further context. Undefined: the context. */
  readonly from?: string;
  /** `COPY`, `ADD` or `RUN --mount`. */
  readonly by: string;
  readonly line: number;
}

/** Comments are gone, continued lines joined, and here-documents left out. */
export function instructionsOf(dockerfile: string): readonly Instruction[] {
  const lines = dockerfile.replace(/^\ufeff/, "").split(/\r?\n/);
  const escape = escapeOf(lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (isNoInstruction(lines[at])) continue;
    const line = at + 1;
    let text = "";
    for (; at < lines.length; at += 1) {
      const part = lines[at] ?? "";
      if (text !== "" && isNoInstruction(part)) continue;
      const trimmed = part.trimEnd();
      const isContinued = trimmed.endsWith(escape);
      text += isContinued ? `${trimmed.slice(0, -1)} ` : part;
      if (!isContinued) break;
    }
    const [, name = "", rest = ""] = /^\s*(\S+)\s*(.*)$/s.exec(text) ?? [];
    instructions.push({ name: name.toUpperCase(), text: rest.trim(), line });
    for (const end of hereDocuments(name.toUpperCase(), rest)) {
      while (at + 1 < lines.length && (lines[at + 1] ?? "").replace(/^\t+/, "") !== end) at += 1;
      at += 1;
    }
  }
  return instructions;
}

function isNoInstruction(line: string | undefined): boolean {
  return /^\s*(#.*)?$/.test(line ?? "");
}

/** The parser directive at the top. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = /^\s*#\s*([a-z]+)\s*=\s*(\S+)\s*$/i.exec(line) ?? [];
    if (name === undefined) return "\\";
    if (name.toLowerCase() === "escape") return value === "`" ? "`" : "\\";
  }
  return "\\";
}

function hereDocuments(name: string, text: string): readonly string[] {
  if (!/^(COPY|ADD|RUN)$/.test(name)) return [];
  return [...text.matchAll(/(?<!<)<<-?(["']?)([A-Za-z_][A-Za-z0-9_]*)\1/g)].map(([, , end = ""]) => end);
}

interface Stage {
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** What the stage `target`, or the last, and those that it builds on take from the context or further contexts. */
export function copiedSources(dockerfile: string, target?: string): readonly CopiedSource[] {
  const stages = stagesOf(instructionsOf(dockerfile));
  return [...neededStages(stages, target)]
    .sort((a, b) => a - b)
    .flatMap((at) => stages[at]?.instructions ?? [])
    .flatMap((instruction) => sourcesOf(instruction))
    .filter(({ from }) => from === undefined || stageIndex(stages, from) === undefined);
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
  if (name === "FROM") return [text.replaceAll(/--\S+\s+/g, "").split(/\s+/)[0] ?? ""];
  const flag = /--from=(\S+)/.exec(text)?.[1];
  const mounted = [...text.matchAll(/--mount=(\S+)/g)].map(([, mount = ""]) => fieldsOf(mount).get("from"));
  if (name === "RUN") return mounted.filter((from) => from !== undefined);
  return name === "COPY" && flag !== undefined ? [flag] : [];
}

function sourcesOf(instruction: Instruction): readonly CopiedSource[] {
  const { name, text, line } = instruction;
  if (name === "RUN") return mountedSources(instruction);
  if (name !== "COPY" && name !== "ADD") return [];
  const words = wordsOf(text);
  const paths = words.slice(words.findIndex((word) => !word.startsWith("--")));
  const from = words.flatMap((word) => (word.startsWith("--from=") ? [word.slice(7)] : []))[0];
  return paths
    .slice(0, -1)
    .filter((source) => !/^(https?|git|ssh):\/\/|^git@|^<</.test(source))
    .map((source) => ({ source: cleanSource(source), ...(from !== undefined && { from }), by: name, line }));
}

/** Of type bind, which is the default. */
function mountedSources({ text, line }: Instruction): readonly CopiedSource[] {
  return [...text.matchAll(/--mount=(\S+)/g)].flatMap(([, mount = ""]) => {
    const fields = fieldsOf(mount);
    if ((fields.get("type") ?? "bind") !== "bind") return [];
    const from = fields.get("from");
    const source = cleanSource(fields.get("source") ?? fields.get("src") ?? "");
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
  const plain = (rest.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? []).map((word) =>
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

/** A variable may be anything: it becomes `**`. Nothing leads out of the context. */
function cleanSource(source: string): string {
  const known = source.replaceAll(/\$(\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*)/g, "**");
  const names: string[] = [];
  for (const name of known.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}
