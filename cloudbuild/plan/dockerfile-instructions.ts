// A Dockerfile -> its instructions, one after another.

export interface Instruction {
  /** In capitals. */
  readonly name: string;
  readonly text: string;
  /** Counted from 1. */
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
    const instruction = { ...nameAndText(text), line };
    instructions.push(instruction);
    at = afterDocuments(lines, at, hereDocuments(instruction));
  }
  return instructions;
}

function nameAndText(text: string): Omit<Instruction, "line"> {
  const [, name = "", rest = ""] = /^\s*(\S+)\s*(.*)$/s.exec(text) ?? [];
  return { name: name.toUpperCase(), text: rest.trim() };
}

/** The one that `ONBUILD` puts off; others as they are. */
export function withoutOnBuild(instruction: Instruction): Instruction {
  return instruction.name === "ONBUILD"
    ? { ...nameAndText(instruction.text), line: instruction.line }
    : instruction;
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

interface HereDocument {
  readonly end: string;
  /** `<<-`: tabs before its lines do not count. */
  readonly hasTabs: boolean;
}

/** As BuildKit finds them, in parser.go: only a whole word begins one, and none is in the form of JSON. */
function hereDocuments(instruction: Instruction): readonly HereDocument[] {
  const { name, text } = withoutOnBuild(instruction);
  if (!/^(COPY|ADD|RUN)$/.test(name) || isJson(text)) return [];
  return shellWords(text).flatMap((word) => {
    const [, dash, end = ""] = /^\d*<<(-?)([^<]+)$/s.exec(word) ?? [];
    return dash === undefined ? [] : [{ end: end.replaceAll(/\\(.)|["']/gs, "$1"), hasTabs: dash === "-" }];
  });
}

function isJson(text: string): boolean {
  if (!text.startsWith("[")) return false;
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/** With their quotes and escapes. */
export function shellWords(text: string): readonly string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
}

/** The line in which the last of them ends. One that does not end is none: what follows is read. */
function afterDocuments(lines: readonly string[], start: number, documents: readonly HereDocument[]): number {
  let at = start;
  for (const { end, hasTabs } of documents) {
    const found = lines.findIndex(
      (line, index) => index > at && (hasTabs ? line.replace(/^\t+/, "") : line) === end,
    );
    if (found < 0) return at;
    at = found;
  }
  return at;
}
