// Finds the IR that a reference means: of a TypeScript pipeline, which is compiled, or of a YAML or JSON file.
import { readFile } from "node:fs/promises";
import { compile } from "../pipeline/compiler/compile.ts";
import type { PipelineSpec } from "../pipeline/ir/pipeline-spec.ts";
import { type PipelineFile, readPipelineFile } from "../pipeline/ir/pipeline-file.ts";
import { isComponentYaml, readComponentYaml } from "../pipeline/ir/component-yaml/read-component-yaml.ts";
import { readYaml } from "../pipeline/ir/yaml.ts";
import { UserError } from "../pipeline/ir/user-error.ts";
import { loadPipeline } from "./pipeline-module.ts";

/** `reference` is `FILE.ts`, `FILE.ts#EXPORT`, `IR.yaml`, `IR.yml` or `IR.json`. Throws a `UserError`. */
export async function loadSpec(reference: string): Promise<PipelineSpec> {
  return (await loadPipelineFile(reference)).pipeline;
}

/** With what is only one platform's. */
export async function loadPipelineFile(reference: string): Promise<PipelineFile> {
  if (!/\.(ya?ml|json)$/i.test(reference)) return compile(await loadPipeline(reference));
  return readIrFile(reference);
}

/** IR, or a component's YAML of KFP v1 as the IR of a pipeline that calls it. */
export async function readIrFile(file: string): Promise<PipelineFile> {
  if (/\.[cm]?[jt]sx?(#[^/]*)?$/i.test(file)) {
    throw new UserError(
      "NOT_IR",
      `${file}: is TypeScript, and what is wanted is IR. Compile it with pollux compile ${file}.`,
    );
  }
  const text = await readText(file);
  // Most files have no such word, and need not be read twice.
  const [document = null] = text.includes("implementation") ? readYaml(text, file) : [];
  return isComponentYaml(document) ? readComponentYaml(text, file) : readPipelineFile(text, file);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // of the file system's call above
    if (code === "EISDIR") throw new UserError("IS_A_FOLDER", `${file}: is a folder. Give a file in it.`);
    throw new UserError("NO_SUCH_FILE", `${file}: cannot be read. Give a pipeline's file.`);
  }
}
