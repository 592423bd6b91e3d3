// The benchmark's pipelines: of the size that is asked for, and the same in both languages.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { benchPipeline, shapeNames } from "../../../scripts/bench/shapes.ts";
import { writePython } from "../../../scripts/bench/write-python.ts";
import { writeTypeScript } from "../../../scripts/bench/write-typescript.ts";
import { loadPipeline } from "../../../scripts/pipeline-module.ts";

// Inside the repository: from elsewhere "pollux" cannot be imported.
const parent = resolve(import.meta.dirname, "../../../.pollux");
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, "bench-test-"));

afterAll(() => rmSync(folder, { recursive: true }));

describe("a pipeline of the benchmark", () => {
  test("is written in TypeScript as a person would write it", () => {
    expect(writeTypeScript(benchPipeline("pipelines", 12))).toBe(`\
import { component, pipeline, string } from "pollux";

const step = component({
  name: "step",
  inputs: { text: string() },
  outputs: { result: string() },
  container: ({ inputs, outputs }) => ({
    image: "example.com/step:1",
    command: ["step"],
    args: ["--text", inputs.text, "--result", outputs.result.path],
  }),
});

const part = pipeline({ name: "part", inputs: { text: string() } }, (inputs) => {
  const task1 = step({ text: inputs.text });
${[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `  const task${n} = step({ text: task${n - 1}.outputs.result });\n`).join("")}\
  return { Output: task10.outputs.result };
});

export default pipeline({ name: "pipelines-12", inputs: { text: string() } }, (inputs) => {
  const task1 = part({ text: inputs.text });
  part({ text: task1.outputs.Output });
});
`);
    expect(writeTypeScript(benchPipeline("nested", 1)).split("\n\n").slice(2)).toEqual([
      `\
export default pipeline({ name: "nested-1", inputs: { text: string() } }, (inputs) => {
  parallelFor({ items: ["a", "b"] }, (item) => {
    when(equals(item, "a"), () => {
      step({ text: item });
    });
  });
});
`,
    ]);
  });

  test("is written in Python for kfp's SDK", () => {
    expect(writePython(benchPipeline("chain", 2))).toBe(`\
from kfp import dsl


@dsl.container_component
def step(text: str, result: dsl.OutputPath(str)):
    return dsl.ContainerSpec(
        image="example.com/step:1",
        command=["step"],
        args=["--text", text, "--result", result],
    )


@dsl.pipeline(name="chain-2")
def bench(text: str):
    task1 = step(text=text)
    step(text=task1.output)
`);
  });

  test.each(shapeNames)(
    "of the shape %s compiles, and calls each component as often as it says",
    async (shape) => {
      const { components, calls } = benchPipeline(shape, 20);
      const file = join(folder, `${shape}.ts`);
      writeFileSync(file, writeTypeScript(benchPipeline(shape, 20)));
      const { pipeline } = compile(await loadPipeline(file));
      expect(Object.keys(pipeline.deploymentSpec?.executors ?? {})).toHaveLength(components.length);
      expect(Object.keys(pipeline.root.dag?.tasks ?? {})).toHaveLength(calls.length);
    },
  );
});
