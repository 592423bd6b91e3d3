// What Python's kfp 2.17.0 miscompiles or refuses without need: it compiles here, and runs.
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { readPipelineFile, writePipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import { pipelineSpecProblems } from "../../../pipeline/ir/validate.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { sandbox } from "../runner/small-pipelines.ts";
import { branchCases } from "./what-kfp-cannot/branches.ts";
import type { Case } from "./what-kfp-cannot/case.ts";
import { exitHandlerCases } from "./what-kfp-cannot/exit-handlers.ts";
import { loopCases } from "./what-kfp-cannot/loops.ts";
import { valueCases } from "./what-kfp-cannot/values.ts";

const cases: readonly Case[] = [...branchCases, ...loopCases, ...exitHandlerCases, ...valueCases];
const { run } = sandbox(temporaryFolder());

describe.each(cases)("$title", ({ pipeline, runs, written = [] }) => {
  test("compiles to IR without problems", () => {
    const file = compile(pipeline);
    const text = writePipelineFile(file);
    expect(pipelineSpecProblems(file.pipeline)).toEqual([]);
    expect(readPipelineFile(text, "it")).toEqual(file);
    for (const part of written) expect(text).toContain(part);
  });

  const named = runs.map((run) => [JSON.stringify(run.parameters ?? {}), run] as const);
  test.each(named)(
    "runs with %s",
    async (_, { parameters = {}, state = "SUCCEEDED", outputs, tasks = {} }) => {
      const { pipeline: spec } = readPipelineFile(writePipelineFile(compile(pipeline)), "it");
      const result = await run(spec, { parameters, cache: false });
      expect({ state: result.state, outputs: result.outputs }).toEqual({ state, outputs });
      const given = result.tasks.filter(({ path }) => Object.hasOwn(tasks, path));
      expect(Object.fromEntries(given.map(({ path, parameters }) => [path, parameters]))).toEqual(tasks);
    },
  );
});

const root = join(import.meta.dirname, "../../..");
const python = join(root, ".venv/bin/python");
const canParse = spawnSync(python, ["-c", "import kfp.pipeline_spec, yaml"]).status === 0;
const skipped = canParse
  ? ""
  : " (skipped: .venv has no kfp-pipeline-spec; `npm run test:python` makes it whole)";

test.skipIf(skipped !== "")(`KFP's own protocol buffers read all of it${skipped}`, () => {
  const folder = temporaryFolder();
  const files = cases.map(({ pipeline }) => {
    const file = join(folder, `${pipeline.componentName}.yaml`);
    writeFileSync(file, writePipelineFile(compile(pipeline)));
    return file;
  });
  const script = join(root, "test/conformance/parse-ir.py");
  const json = execFileSync(python, [script, ...files], { encoding: "utf8", maxBuffer: 2 ** 26 });
  const parsed = JSON.parse(json) as readonly { readonly documents?: readonly unknown[] }[];
  expect(parsed).toEqual(cases.map(({ pipeline }) => ({ documents: [compile(pipeline).pipeline] })));
});
