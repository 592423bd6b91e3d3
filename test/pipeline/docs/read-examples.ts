// Turns the fenced blocks of the documentation into files, and into commands with what they print.

export interface Examples {
  readonly files: readonly ExampleFile[];
  readonly commands: readonly ExampleCommand[];
}

export interface ExampleFile {
  readonly name: string;
  readonly text: string;
  /** What the documentation shows to be refused, and by which of them. */
  readonly refusedBy?: "tsc" | "compile";
}

export interface ExampleCommand {
  readonly where: string;
  readonly command: string;
  /** A line `...` stands for any number of lines. */
  readonly output: string;
}

interface Block {
  readonly where: string;
  readonly language: string;
  /** The words of the HTML comment right before the block. */
  readonly marker: string;
  readonly text: string;
}

/**
 * `ts`, `python` and `yaml` blocks are files: of the name that their first line says in a comment, or a number. A `ts`
 * block that begins with `// ...` continues the one before. `console` blocks are commands.
 */
export function readExamples(file: string, markdown: string): Examples {
  const files: ExampleFile[] = [];
  const commands: ExampleCommand[] = [];
  for (const block of blocksOf(file, markdown)) {
    const { language, text, marker } = block;
    if (language === "console") {
      if (!marker.startsWith("not run: ")) commands.push(...commandsOf(block));
      continue;
    }
    if (language !== "ts" && language !== "python" && language !== "yaml") continue;
    const previous = files.at(-1);
    if (text.startsWith("// ...\n") && previous !== undefined) {
      files[files.length - 1] = { ...previous, text: `${previous.text}\n${text}` };
      continue;
    }
    const refusedBy = /^refused by (tsc|compile)$/.exec(marker)?.[1] as ExampleFile["refusedBy"]; // the pattern says so
    files.push({ name: nameOf(block), text, ...(refusedBy && { refusedBy }) });
  }
  return { files, commands };
}

function* blocksOf(file: string, markdown: string): Iterable<Block> {
  const fences = /(?:^<!-- (.*) -->\n\n?)?^```(\w+)\n([\s\S]*?)^```$/gm;
  for (const { index, 0: whole, 1: marker = "", 2: language = "", 3: text = "" } of markdown.matchAll(
    fences,
  )) {
    const before = index + whole.indexOf("```");
    const where = `${file}:${markdown.slice(0, before).split("\n").length}`;
    yield { where, language, marker, text };
  }
}

function nameOf({ where, language, text }: Block): string {
  const named = /^(?:\/\/|#) ([\w./-]+\.(?:ts|py|yaml))\n/.exec(text)?.[1];
  if (named !== undefined) return named;
  if (language === "ts") return `example-${where.replace(/^.*?(\w+)\.md:/, "$1-")}.ts`;
  throw new Error(`${where}: the block says no name. Begin it with a comment, as # count_words.py.`);
}

function* commandsOf({ where, text }: Block): Iterable<ExampleCommand> {
  for (const part of text.split(/^\$ /m).slice(1)) {
    const [command = "", ...output] = part.trimEnd().split("\n");
    yield { where, command, output: output.join("\n") };
  }
}

/** Whether `printed` is what the documentation shows. */
export function isShown(printed: string, shown: string): boolean {
  const parts = `${shown}\n`.split(/^\.\.\.\n/m).map((part) => part.replace(/[\\^$.|?+*()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join("(?:.*\n)*?")}$`).test(`${printed}\n`);
}
