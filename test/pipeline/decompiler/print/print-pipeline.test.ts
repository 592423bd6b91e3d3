// Printed pipelines must compile to what they were printed from, type-check, and be laid out as prettier would.
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "prettier";
import { afterAll, describe, expect, test } from "vitest";
import { compile, compileGraph } from "../../../../pipeline/compiler/compile.ts";
import { printPipeline } from "../../../../pipeline/decompiler/print/index.ts";
import { digitalTwin } from "../../../../pipeline/digital-twin.ts";
import type { AnyComponent } from "../../../../pipeline/dsl/component-types.ts";
import { componentDefinition } from "../../../../pipeline/dsl/definition.ts";
import {
  component,
  equals,
  int,
  Model,
  parallelFor,
  pipeline,
  string,
  when,
} from "../../../../pipeline/index.ts";
import { loadPipeline } from "../../../../scripts/pipeline-module.ts";
import { awkward } from "./awkward-pipelines.ts";
import { printedModules } from "./printed-modules.ts";

const root = join(import.meta.dirname, "../../../..");
const golden = join(root, "test/golden");
const modules = printedModules();

afterAll(() => modules[Symbol.dispose]());

const pipelines: readonly (readonly [string, () => Promise<AnyComponent>])[] = [
  ...readdirSync(golden)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [`golden-${file.slice(0, -3)}`, () => loadPipeline(join(golden, file))] as const),
  ["digital-twin", () => Promise.resolve(digitalTwin)],
  ...Object.entries(awkward).map(([name, one]) => [`awkward-${name}`, () => Promise.resolve(one)] as const),
];

describe("a printed pipeline", () => {
  test.each(pipelines)("compiles to the same IR: %s", async (name, load) => {
    const definition = componentDefinition(await load());
    const code = await printPipeline(definition);
    const again = await modules.evaluate(name, code);
    expect(compile(again)).toEqual(compileGraph(definition));
    expect(await check(code, { parser: "typescript", printWidth: 110 })).toBe(true);
    expect(await printPipeline(componentDefinition(again))).toBe(code);
  });

  test("type-checks", () => {
    const config = { extends: "../../tsconfig.json", include: ["*.ts"] };
    writeFileSync(join(modules.folder, "tsconfig.json"), JSON.stringify(config));
    expect(readdirSync(modules.folder)).toHaveLength(pipelines.length + 1);
    expect(typeErrors()).toBe("");
  });

  test("reads as a person would have written it", async () => {
    expect(await printPipeline(componentDefinition(nightly))).toBe(nightlyText);
  });

  test("is printed at once, however many tasks it has", async () => {
    const large = pipeline({ name: "large", inputs: { data: string() } }, (inputs) => {
      let data = inputs.data;
      for (let index = 0; index < 1000; index++) data = step({ data }).outputs.data;
    });
    const started = performance.now();
    const code = await printPipeline(componentDefinition(large));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(code.match(/= step\(/g)).toHaveLength(999);
  });
});

function typeErrors(): string {
  try {
    return execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", modules.folder], { encoding: "utf8" });
  } catch (error) {
    return String((error as { readonly stdout: unknown }).stdout); // what execFileSync throws
  }
}

const step = component({
  name: "step",
  inputs: { data: string() },
  outputs: { data: string() },
  container: () => ({ image: "example.com/step:1" }),
});

const train = component({
  name: "train-model",
  inputs: { data: string(), rank: int({ default: 8 }) },
  outputs: { model: Model },
  container: ({ inputs, outputs }) => ({
    image: "example.com/train:1",
    command: ["sh", "-c", `set -e\necho "${inputs.data}"\ntrain --rank ${inputs.rank}`],
    args: [outputs.model.path],
  }),
});

const nightly = pipeline({ name: "nightly", inputs: { data: string() } }, (inputs) => {
  const ingested = step({ data: inputs.data }, { name: "ingest" }).retry({ maxRetryCount: 2 });
  const sweep = parallelFor({ items: [4, 8], parallelism: 1 }, (rank) => {
    const trained = train({ data: ingested.outputs.data, rank });
    return { model: trained.outputs.model };
  });
  when(equals(inputs.data, "all"), () => {
    step({ data: "more" }).after(ingested);
  });
  return { models: sweep.model };
});

const nightlyText = `import { component, equals, int, Model, parallelFor, pipeline, string, when } from "pollux";

const step = component({
  name: "step",
  inputs: { data: string() },
  outputs: { data: string() },
  container: () => ({ image: "example.com/step:1" }),
});

const trainModel = component({
  name: "train-model",
  inputs: { data: string(), rank: int({ default: 8 }) },
  outputs: { model: Model },
  container: ({ inputs, outputs }) => ({
    image: "example.com/train:1",
    command: [
      "sh",
      "-c",
      \`set -e
echo "\${inputs.data}"
train --rank \${inputs.rank}\`,
    ],
    args: [outputs.model.path],
  }),
});

export default pipeline({ name: "nightly", inputs: { data: string() } }, (inputs) => {
  const ingest = step({ data: inputs.data }, { name: "ingest" }).retry({ maxRetryCount: 2 });
  const collected = parallelFor({ items: [4, 8], parallelism: 1 }, (item) => {
    const trainModelTask = trainModel({ data: ingest.outputs.data, rank: item });
    return { model: trainModelTask.outputs.model };
  });
  when(equals(inputs.data, "all"), () => {
    step({ data: "more" }).after(ingest);
  });
  return { models: collected.model };
});
`;
