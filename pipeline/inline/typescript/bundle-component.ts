// Turns a component's TypeScript module into a command that a plain `node` image runs: nothing is built or installed.
import { buildBundle } from "./build-bundle.ts";
import { bundleCommand, compress } from "./bundle-command.ts";
import { checkSize } from "./check-size.ts";
import { locateModule } from "./locate-module.ts";

export interface InlineBundle {
  /** `node --input-type=module --eval LOADER -- CHUNK...`: plain texts without placeholders. */
  readonly command: readonly string[];
  /** `--executor_input {{$}}` */
  readonly args: readonly string[];
  /** In bytes. */
  readonly size: { readonly bundle: number; readonly compressed: number };
}

/**
 * Bundles a module whose default export `implement` made, with all that it imports. The same files give the same
 * bytes on every machine. Throws `BUNDLE_FAILED` for what cannot be bundled and `BUNDLE_TOO_LARGE`.
 *
 *     bundleComponent(new URL("./run.ts", import.meta.url).href).command.slice(0, 3)
 *     // ["node", "--input-type=module", "--eval"]
 */
export function bundleComponent(code: string): InlineBundle {
  const module = locateModule(code);
  const { bundle, parts } = buildBundle(module);
  const compressed = compress(bundle);
  checkSize(module.name, compressed.length, parts);
  return {
    command: bundleCommand(module.name, compressed),
    args: ["--executor_input", "{{$}}"],
    size: { bundle: bundle.length, compressed: compressed.length },
  };
}
