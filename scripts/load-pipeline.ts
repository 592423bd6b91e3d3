// Finds the IR that a reference means: of a TypeScript pipeline, which is compiled, or of a YAML or JSON file.
import { readFile } from "node:fs/promises";
import { compile } from "../pipeline/compiler/compile.ts";
import type { PipelineSpec } from "../pipeline/ir/pipeline-spec.ts";
import { readPipelineFile } from "../pipeline/ir/pipeline-file.ts";
import { UserError } from "../pipeline/ir/user-error.ts";
import { loadPipeline } from "./pipeline-module.ts";

/** `reference` is `FILE.ts`, `FILE.ts#EXPORT`, `IR.yaml`, `IR.yml` or `IR.json`. Throws a `UserError`. */
export async function loadSpec(reference: string): Promise<PipelineSpec> {
  if (!/\.(ya?ml|json)$/i.test(reference)) return compile(await loadPipeline(reference));
  return readPipelineFile(await readText(reference), reference).pipeline;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new UserError("NO_SUCH_FILE", `${file}: cannot be read. Give a pipeline's file.`);
  }
}
