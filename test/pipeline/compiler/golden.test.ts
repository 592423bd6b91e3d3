// Each pair of test/golden is a pipeline and the YAML it compiles to; `UPDATE_GOLDEN=1` writes the YAML anew.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { parseCondition } from "../../../pipeline/ir/conditions.ts";
import { readPipelineFile, writePipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import { loadPipeline } from "../../../scripts/pipeline-module.ts";

const folder = join(import.meta.dirname, "../../golden");
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -3)] : []));

describe.each(names)("the golden pipeline %s", (name) => {
  const file = join(folder, `${name}.yaml`);

  test("compiles to the YAML beside it", async () => {
    const text = writePipelineFile(compile(await loadPipeline(join(folder, `${name}.ts`))));
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  test("is read back as it was written", async () => {
    const compiled = compile(await loadPipeline(join(folder, `${name}.ts`)));
    expect(readPipelineFile(readFileSync(file, "utf8"), name)).toEqual(compiled);
  });

  test("has conditions that we can read ourselves", async () => {
    const { pipeline } = compile(await loadPipeline(join(folder, `${name}.ts`)));
    const { root, components = {} } = pipeline;
    const conditions = [root, ...Object.values(components)].flatMap(({ dag }) =>
      Object.values(dag?.tasks ?? {}).flatMap(({ triggerPolicy }) => triggerPolicy?.condition ?? []),
    );
    for (const condition of conditions) expect(() => parseCondition(condition)).not.toThrow();
  });
});
