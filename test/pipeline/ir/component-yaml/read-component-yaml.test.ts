// Components in KFP's older format: `*.expected.yaml` is what kfp 2.17.0 compiles each `*.component.yaml` to.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  isComponentYaml,
  readComponentYaml,
} from "../../../../pipeline/ir/component-yaml/read-component-yaml.ts";
import { readPipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import { pipelineSpecProblems } from "../../../../pipeline/ir/validate.ts";
import { readYaml } from "../../../../pipeline/ir/yaml.ts";

function read(file: string): string {
  return readFileSync(join(import.meta.dirname, file), "utf8");
}

function expectProblems(text: string, problems: readonly string[]): void {
  const lines = problems.map((problem) => `c.yaml: ${problem}`);
  expect(() => readComponentYaml(text, "c.yaml")).toThrowError(
    expect.objectContaining({
      code: "NOT_A_COMPONENT",
      message: [...lines, "Correct the component."].join("\n"),
    }),
  );
}

describe("as kfp compiles it", () => {
  test.each(["smallest", "types", "defaults", "placeholders"])("%s", (name) => {
    const { pipeline } = readComponentYaml(read(`${name}.component.yaml`), name);
    const { sdkVersion: _, ...expected } = readPipelineFile(read(`${name}.expected.yaml`), name).pipeline;
    expect(pipeline).toEqual(expected);
    expect(pipelineSpecProblems(pipeline)).toEqual([]);
  });
});

test("an artifact whose type has properties is written to its path, where kfp names a parameter that is not there", () => {
  const text = `
outputs: [{ name: Out, type: { JsonObject: { schema: any } } }]
implementation: { container: { image: i, args: [{ outputPath: Out }] } }
`;
  const { pipeline } = readComponentYaml(text, "c.yaml");
  expect(pipeline.deploymentSpec?.executors["exec-name"]?.container?.args).toEqual([
    "{{$.outputs.artifacts['out'].path}}",
  ]);
});

test("a default of a list type is read as JSON however the type is written", () => {
  const text = `
inputs: [{ name: sizes, type: "typing.List[int]", default: "[1, 2]" }, { name: more, type: List, default: [3] }]
implementation: { container: { image: i } }
`;
  expect(readComponentYaml(text, "c.yaml").pipeline.root.inputDefinitions?.parameters).toEqual({
    sizes: { parameterType: "LIST", isOptional: true, defaultValue: [1, 2] },
    more: { parameterType: "LIST", isOptional: true, defaultValue: [3] },
  });
});

test("the format is told by its implementation", () => {
  const [component = null] = readYaml(read("smallest.component.yaml"), "it");
  const [pipeline = null] = readYaml(read("smallest.expected.yaml"), "it");
  expect([component, pipeline, null, "text"].map(isComponentYaml)).toEqual([true, false, false, false]);
});

test("a graph is refused", () => {
  expectProblems("name: g\nimplementation: { graph: { tasks: {} } }", [
    "implementation/graph is a pipeline of KFP v1, which KFP v2 does not run. Write a pipeline.",
  ]);
});

test("every field that the format does not have is named at once", () => {
  const text = `
name: 5
inputs: [{ type: String, size: 1 }]
implementation: { container: { command: ls, resources: {}, env: { A: 1 } } }
`;
  expectProblems(text, [
    "name must be text, not 5.",
    'inputs/0 has no field "name".',
    'inputs/0 has a field "size", which KFP does not know.',
    'implementation/container has no field "image".',
    'implementation/container has a field "resources", which KFP does not know.',
    'implementation/container/command must be a list, not "ls".',
    "implementation/container/env/A must be text, not 1.",
  ]);
  expectProblems("a list", ['the component must be a mapping, not "a list".']);
  expectProblems("implementation: {}\n---\nmore: 1", ["a component is one YAML document."]);
});

test("every name, default and placeholder that cannot be is named at once", () => {
  const text = `
name: "?!"
inputs:
- { name: A b, type: Integer, default: 1.5e }
- { name: a_b, type: Bool, default: maybe }
- { name: Data, type: Dataset }
- { name: +, type: Float, default: inf }
outputs: [{ name: Model, type: Model }, { name: Loss, type: Float }]
implementation:
  container:
    image: i
    command: [{ inputValue: A B }, { inputValue: Data }, { inputPath: A b }, { outputUri: Loss }, { outputPath: Data }]
    args:
    - 5
    - { inputMetadata: Data }
    - { inputValue: a_b, inputUri: Data }
    - { concat: text }
    - { if: { cond: true, then: x } }
    - { if: { cond: { isPresent: Model }, then: x } }
    - { if: { cond: { isPresent: Data }, then: [{ inputUri: Model }] } }
    - { concat: [{ if: { cond: { isPresent: Data }, then: [x] } }] }
`;
  expectProblems(text, [
    'name "?!" has no letter and no digit, or more than 128.',
    'inputs/1/name "a_b" becomes "a_b", as "A b" does.',
    'inputs/3/name "+" has no letter and no digit.',
    'inputs/0/default "1.5e" is not NUMBER_INTEGER.',
    'inputs/1/default "maybe" is not BOOLEAN.',
    'inputs/3/default "inf" is not NUMBER_DOUBLE.',
    'implementation/container/command/0 refers to "A B", which is not among the inputs.',
    'implementation/container/command/1 takes the inputValue of "Data", which is an artifact.',
    'implementation/container/command/2 takes the inputPath of "A b", which is a parameter.',
    'implementation/container/command/3 takes the outputUri of "Loss", which is a parameter.',
    'implementation/container/command/4 refers to "Data", which is not among the outputs.',
    "implementation/container/args/0 must be text or one placeholder, not 5.",
    'implementation/container/args/1 is a placeholder "inputMetadata", which KFP v2 does not know.',
    'implementation/container/args/2 must be text or one placeholder, not {"inputValue":"a_b","inputUri":"Data"}.',
    "implementation/container/args/3 must concatenate a list.",
    "implementation/container/args/4 must be {if: {cond: {isPresent: INPUT}, then: ..., else: ...}}.",
    'implementation/container/args/5 refers to "Model", which is not among the inputs.',
    'implementation/container/args/6/if/then/0 refers to "Model", which is not among the inputs.',
    'implementation/container/args/7/concat/0 has a list as "then", which cannot be part of a text.',
  ]);
});

test("placeholders in placeholders come to an end", () => {
  const deep = `${"{concat: [".repeat(200)}x${"]}".repeat(200)}`;
  const text = `implementation: {container: {image: i, args: [${deep}]}}`;
  expect(() => readComponentYaml(text, "c.yaml")).toThrowError(
    /^c\.yaml: implementation\/container\/args\/0(\/concat\/0)+ is a placeholder in more than 100 others\.\n/,
  );
});
