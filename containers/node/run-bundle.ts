// A component bundled into its command line to one run of it, in a warm thread instead of a process of `node`
// (see environment.json). Each task evaluates the bundle anew: nothing of one task's modules is left for the next.
import { inflateRawSync } from "node:zlib";
import { bundleName, readBundleCommand } from "../../pipeline/inline/typescript/bundle-command.ts";

/** `args` are those of `node`, which does more than this. */
export function accepts(args: readonly string[]): boolean {
  return readBundleCommand(args) !== undefined;
}

let tasks = 0;

export async function run(args: readonly string[]): Promise<void> {
  const program = readBundleCommand(args);
  if (program === undefined) throw new TypeError("no bundle is in this command line");
  process.argv.splice(1, Infinity, program.name, ...program.args);
  tasks += 1; // Node keeps modules by their URL
  const source = `${inflateRawSync(program.compressed).toString()}\n//# sourceURL=${bundleName(program.name)}`;
  await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}#${tasks}`);
  for (const signal of ["SIGTERM", "SIGINT"]) process.removeAllListeners(signal); // it has listened for its own stop
}
