// Turns a bundle into a command line that carries it.
//
// The bundle travels compressed and in base64, never as plain text: KFP fills in `{{$...}}` and Kubernetes `$(...)`
// wherever they stand in a command, and source code may hold both, while base64 has no such characters. Linux takes
// at most 128 KiB in one argument, so it travels in pieces. fflate compresses and not zlib, whose output differs
// between processors and versions of Node.
import { createRequire } from "node:module";

const longestChunk = 100_000;

/** Raw deflate. */
export function compress(bundle: Uint8Array): Uint8Array {
  const { deflateSync } = createRequire(import.meta.url)("fflate") as typeof import("fflate"); // require gives no types
  return deflateSync(bundle, { level: 9 });
}

export function bundleCommand(name: string, compressed: Uint8Array): readonly string[] {
  const text = Buffer.from(compressed).toString("base64");
  const chunks = text.match(new RegExp(`.{1,${longestChunk}}`, "g")) ?? [];
  return ["node", "--input-type=module", "--eval", loader(name, chunks.length), "--", ...chunks];
}

export interface BundledProgram {
  /** What its messages and `process.argv` call it. */
  readonly name: string;
  readonly compressed: Uint8Array;
  /** What follows the bundle in the command line. */
  readonly args: readonly string[];
}

/** `args` are those of `node`. Gives nothing unless they begin as `bundleCommand` makes them. */
export function readBundleCommand(args: readonly string[]): BundledProgram | undefined {
  const [, , code = ""] = args;
  const [, count = "", name = ""] = /process\.argv\.splice\(1, (\d+), "([^"]*)"\)/.exec(code) ?? [];
  const chunks = args.slice(4, 4 + Number(count));
  const compressed = Buffer.from(chunks.join(""), "base64");
  const [, ...made] = bundleCommand(name, compressed);
  const isBundle = made.every((each, position) => each === args[position]);
  return isBundle ? { name, compressed, args: args.slice(made.length) } : undefined;
}

/** Imports what the next arguments carry; `process.argv` is then as in a program of its own. */
function loader(name: string, chunks: number): string {
  const program = plain(name);
  return [
    `import { inflateRawSync } from "node:zlib";`,
    `const chunks = process.argv.splice(1, ${chunks}, "${program}");`,
    `const source = inflateRawSync(Buffer.from(chunks.join(""), "base64")) + "\\n//# sourceURL=${bundleName(program)}";`,
    `await import("data:text/javascript;base64," + Buffer.from(source).toString("base64"));`,
    "",
  ].join("\n");
}

/** In stacks, instead of the whole data URL. */
export function bundleName(program: string): string {
  return program.replace(/\.\w+$/, ".bundle.js");
}

/** No quotes, no blanks, nothing that a backend fills in. */
function plain(name: string): string {
  return name.replaceAll(/[^\w./@-]/g, "_");
}
