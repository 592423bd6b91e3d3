// What a compiled pipeline looks like after import: the module's text behind its import statement.
import { compile } from "../../../pipeline/compiler/compile.ts";
import { decompile } from "../../../pipeline/decompiler/decompile.ts";
import { printPipeline } from "../../../pipeline/decompiler/print/index.ts";
import type { AnyComponent } from "../../../pipeline/dsl/component-types.ts";
import type { PipelineFile } from "../../../pipeline/ir/pipeline-file.ts";

export async function imported(pipeline: AnyComponent): Promise<string> {
  return importedFile(compile(pipeline));
}

export async function importedFile(file: PipelineFile): Promise<string> {
  const text = await printPipeline(decompile(file, "file.yaml"));
  return text.replace(/^import [^;]*;\n\n/, "");
}
