// A step -> the files in /workspace/.digests that it writes and reads. There builds leave the digests of their images.
import { posix } from "node:path";
import type { BuildStep } from "../format/build.ts";
import type { Command, Word } from "../steps/step-commands.ts";
import { filesWritten } from "../steps/written-files.ts";

export interface DigestFiles {
  /** Names; `*` is a file whose name is not known. */
  readonly writes: readonly string[];
  /** Names; `*` is the folder as a whole. */
  readonly reads: readonly string[];
}

export const digestFolder = "/workspace/.digests";

/** `commands` are all of the step's, in their order; `env` is its variables with values in place. */
export function digestFiles(
  step: BuildStep,
  { commands, env }: { readonly commands: readonly Command[]; readonly env: readonly string[] },
): DigestFiles {
  let folder = posix.join("/workspace", step.dir ?? "");
  const writes = new Set<string>();
  const reads = new Set([...env, step.entrypoint ?? ""].flatMap((text) => namesIn(text, folder)));
  for (const command of commands) {
    const [program, first] = command.words;
    if (program?.text === "cd" && first !== undefined) {
      folder = posix.resolve(folder, first.text);
      continue;
    }
    const written = digestsWritten(command);
    for (const { text } of written) for (const name of nameOf(text, folder)) writes.add(name);
    if (program === undefined || handlers.has(program.text)) continue;
    // A file of docker's own stands behind the option's name.
    const read = command.words
      .slice(1)
      .filter(({ text }) => !written.some((word) => text.endsWith(word.text)));
    for (const { text } of [...read, ...command.reads]) {
      for (const name of namesIn(text, folder)) reads.add(name);
    }
    if (isWithin(folder) && writes.size === 0) reads.add("*");
  }
  return { writes: [...writes], reads: [...reads].filter((name) => !writes.has(name)) };
}

/** Make, remove and show the folder. */
const handlers = new Set([
  "chmod",
  "chown",
  "echo",
  "ls",
  "mkdir",
  "printf",
  "rm",
  "rmdir",
  "test",
  "[",
  "[[",
]);

function isWithin(folder: string): boolean {
  return folder === digestFolder || folder.startsWith(`${digestFolder}/`);
}

/** By docker or kaniko, behind `>`, by `tee`, and where files are copied or moved to. */
function digestsWritten(command: Command): readonly Word[] {
  const written = filesWritten(command, {
    options: ["--metadata-file", "--digest-file", "--iidfile"],
    programs: ["tee", "touch"],
  });
  const [program, ...args] = command.words;
  const operands = args.filter(({ text }) => !text.startsWith("-"));
  const copied = /^(?:cp|mv|install)$/.test(program?.text ?? "") ? operands.slice(-1) : [];
  return [...written, ...copied, ...optionsOfOutput(args)];
}

/** `--out FILE`, `--file-output=FILE`, `--image-name-with-digest-file FILE`, of whatever program. */
function optionsOfOutput(args: readonly Word[]): readonly Word[] {
  const isOutput = (option: string): boolean =>
    /^(?:-o|--[\w-]*(?:out|output|outfile|digest-?file))$/.test(option);
  return args.flatMap((word, at) => {
    const [option = "", value] = word.text.split(/=(.*)/s);
    if (!isOutput(option)) return [];
    if (value !== undefined) return [{ ...word, text: value }];
    const next = args[at + 1];
    return next === undefined ? [] : [next];
  });
}

/** Of a path. */
function nameOf(path: string, folder: string): readonly string[] {
  const full = posix.resolve(folder, path.replace(/^\$(?:PWD|\{PWD\})/, folder));
  if (!isWithin(full)) return [];
  const name = full.slice(digestFolder.length + 1);
  return [/^[\w.-]+\.json$/.test(name) ? name : "*"];
}

const digestPath =
  /(?<![\w./}-])((?:\$PWD|\$\{PWD\})?(?:\/|[\w.-]+\/)*)\.digests(?![\w.-])(?:\/([\w.-]+\.json))?/g;

/** Of the paths that stand in a text. */
function namesIn(text: string, folder: string): readonly string[] {
  return [...text.matchAll(digestPath)].flatMap(([, before = "", name]) => {
    const around = posix.resolve(folder, before.replace(/^\$(?:PWD|\{PWD\})/, folder));
    return posix.join(around, ".digests") === digestFolder ? [name ?? "*"] : [];
  });
}
