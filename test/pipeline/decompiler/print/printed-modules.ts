// Runs printed modules: they must stand inside of the repository for `pollux` to be found.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyComponent } from "../../../../pipeline/dsl/component-types.ts";

const tests = join(import.meta.dirname, "../../..");

export interface PrintedModules extends Disposable {
  readonly folder: string;
  /** What the module exports by default. */
  evaluate(name: string, code: string): Promise<AnyComponent>;
}

/** A folder that is gone at the end of the block. */
export function printedModules(): PrintedModules {
  const folder = mkdtempSync(join(tests, ".printed-"));
  return {
    folder,
    evaluate: async (name, code) => {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, code);
      const module = (await import(pathToFileURL(file).href)) as { readonly default: AnyComponent };
      return module.default;
    },
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
