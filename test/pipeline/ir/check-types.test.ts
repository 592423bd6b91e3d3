// Wires between things of different types: what kfp would not compile is refused, what its files hold is not.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { typeProblems } from "../../../pipeline/ir/check-types.ts";
import { readPipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { readYaml } from "../../../pipeline/ir/yaml.ts";

/** A producer of everything, and a pipeline of it and a consumer. */
function problems(consumer: string, rest: string = ""): readonly string[] {
  const text = `
pipelineInfo: { name: p }
schemaVersion: 2.1.0
components:
  comp-producer:
    outputDefinitions:
      parameters:
        text: { parameterType: STRING }
        int: { parameterType: NUMBER_INTEGER }
        double: { parameterType: NUMBER_DOUBLE }
        list: { parameterType: LIST }
        old: { type: STRING }
      artifacts:
        data: { artifactType: { schemaTitle: system.Dataset, schemaVersion: 0.0.1 } }
        any: { artifactType: { schemaTitle: system.Artifact, schemaVersion: 0.0.1 } }
        vertex: { artifactType: { schemaTitle: google.VertexModel, schemaVersion: 0.0.0 } }
        many: { artifactType: { schemaTitle: system.Dataset, schemaVersion: 0.0.1 }, isArtifactList: true }
        own: { artifactType: { instanceSchema: "title: mine" } }
        mine: { artifactType: { schemaTitle: example.Mine, schemaVersion: 1.0.0 } }
  comp-consumer:
    inputDefinitions:
      parameters:
        text: { parameterType: STRING }
        int: { parameterType: NUMBER_INTEGER }
        double: { parameterType: NUMBER_DOUBLE }
        flag: { parameterType: BOOLEAN }
        list: { parameterType: LIST }
        struct: { parameterType: STRUCT }
        status: { parameterType: TASK_FINAL_STATUS }
        old: { type: STRING }
        older: { type: INT }
        pipelinechannel--x: { parameterType: LIST }
      artifacts:
        data: { artifactType: { schemaTitle: system.Dataset, schemaVersion: 0.0.1 } }
        any: { artifactType: { schemaTitle: system.Artifact, schemaVersion: 0.0.1 } }
        vertex: { artifactType: { schemaTitle: google.VertexModel, schemaVersion: 0.0.1 } }
        many: { artifactType: { schemaTitle: system.Dataset, schemaVersion: 0.0.1 }, isArtifactList: true }
root:
  inputDefinitions:
    parameters:
      rank: { parameterType: NUMBER_INTEGER }
      pipelinechannel--loop-item: { parameterType: STRUCT }
    artifacts: { model: { artifactType: { schemaTitle: system.Model, schemaVersion: 0.0.1 } } }
  outputDefinitions:
    parameters: { n: { parameterType: NUMBER_INTEGER }, pipelinechannel--n: { parameterType: LIST } }
    artifacts: { d: { artifactType: { schemaTitle: system.Model, schemaVersion: 0.0.1 } } }
  dag:
    tasks:
      producer: { componentRef: { name: comp-producer } }
      consumer: { componentRef: { name: comp-consumer }, inputs: { ${consumer.replaceAll("\n", " ")} } }
    ${rest}
`;
  const [document] = readYaml(text, "it");
  return typeProblems(document as unknown as PipelineSpec); // written above
}

function fromParameters(wires: { readonly [input: string]: string }): string {
  const sources = Object.entries(wires).map(
    ([input, output]) =>
      `${input}: { taskOutputParameter: { producerTask: producer, outputParameterKey: ${output} } }`,
  );
  return `parameters: { ${sources.join(", ")} }`;
}

function fromArtifacts(wires: { readonly [input: string]: string }): string {
  const sources = Object.entries(wires).map(
    ([input, output]) =>
      `${input}: { taskOutputArtifact: { producerTask: producer, outputArtifactKey: ${output} } }`,
  );
  return `artifacts: { ${sources.join(", ")} }`;
}

test("an output of one type does not become an input of another", () => {
  const start = (input: string, output: string) =>
    `root/dag/tasks/consumer gives its input "${input}" the output "${output}" of the task "producer", which is`;
  expect(problems(fromParameters({ int: "text", text: "int", list: "double", struct: "list" }))).toEqual([
    `${start("int", "text")} STRING and not NUMBER_INTEGER.`,
    `${start("text", "int")} NUMBER_INTEGER and not STRING.`,
    `${start("list", "double")} NUMBER_DOUBLE and not LIST.`,
    `${start("struct", "list")} LIST and not STRUCT.`,
  ]);
  expect(problems(fromArtifacts({ data: "vertex", vertex: "data", many: "data", any: "many" }))).toEqual([
    `${start("data", "vertex")} google.VertexModel and not system.Dataset.`,
    `${start("vertex", "data")} system.Dataset and not google.VertexModel.`,
    `${start("many", "data")} system.Dataset and not a list of system.Dataset.`,
    `${start("any", "many")} a list of system.Dataset and not system.Artifact.`,
  ]);
});

test("the same types fit, whole numbers are numbers, and of what is unknown nothing is said", () => {
  expect(problems(fromParameters({ text: "text", double: "int", list: "old", old: "list" }))).toEqual([]);
  expect(problems(fromParameters({ older: "old", "pipelinechannel--x": "text", int: "lost" }))).toEqual([]);
  expect(problems(fromArtifacts({ any: "data", data: "any", vertex: "vertex", many: "many" }))).toEqual([]);
  expect(problems(fromArtifacts({ data: "own", vertex: "mine", many: "lost" }))).toEqual([]);
});

test("inputs of the DAG around a task have types too, but for kfp's own", () => {
  expect(
    problems(`
      parameters: {
        text: { componentInputParameter: rank },
        int: { componentInputParameter: pipelinechannel--loop-item },
        flag: { componentInputParameter: rank, parameterExpressionSelector: 'parseJson(string_value)["a"]' },
        double: { componentInputParameter: rank } },
      artifacts: { data: { componentInputArtifact: model } }`),
  ).toEqual([
    'root/dag/tasks/consumer gives its input "text" the parameter "rank", which is NUMBER_INTEGER and not STRING.',
    'root/dag/tasks/consumer gives its input "data" the artifact "model", which is system.Model and not system.Dataset.',
  ]);
});

test("a parameter is no artifact, nor the other way", () => {
  expect(
    problems(`
      parameters: { data: { componentInputParameter: rank }, unknown: { componentInputParameter: rank } },
      artifacts: { text: { componentInputArtifact: model } }`),
  ).toEqual([
    'root/dag/tasks/consumer gives its input "data" a parameter, where its component takes an artifact.',
    'root/dag/tasks/consumer gives its input "text" an artifact, where its component takes a parameter.',
  ]);
});

test("constants are of their input's type", () => {
  expect(
    problems(`parameters: {
      text: { runtimeValue: { constant: 1.0 } },
      int: { runtimeValue: { constant: 1.5 } },
      double: { runtimeValue: { constant: "1" } },
      flag: { runtimeValue: { constant: "true" } },
      list: { runtimeValue: { constant: { a: ${"long ".repeat(20)} } } },
      older: { runtimeValue: { constantValue: { stringValue: x } } } }`),
  ).toEqual([
    'root/dag/tasks/consumer gives its input "text" the constant 1, which is not STRING.',
    'root/dag/tasks/consumer gives its input "int" the constant 1.5, which is not NUMBER_INTEGER.',
    'root/dag/tasks/consumer gives its input "double" the constant "1", which is not NUMBER_DOUBLE.',
    'root/dag/tasks/consumer gives its input "flag" the constant "true", which is not BOOLEAN.',
    `root/dag/tasks/consumer gives its input "list" the constant {"a":"${"long ".repeat(11).trim()}..., which is not LIST.`,
    'root/dag/tasks/consumer gives its input "older" the constant "x", which is not NUMBER_INTEGER.',
  ]);
  expect(
    problems(`parameters: {
      text: { runtimeValue: { constant: "" } },
      int: { runtimeValue: { constant: "{{$.inputs.parameters['pipelinechannel--n']}}" } },
      double: { runtimeValue: { constant: 1 } },
      flag: { runtimeValue: { runtimeParameter: flag } },
      struct: { runtimeValue: { constant: {} } },
      old: { runtimeValue: { constantValue: { intValue: 1 } } },
      older: { runtimeValue: { constantValue: { intValue: "1" } } } }`),
  ).toEqual([]);
});

test("the outputs of a DAG are of the types that it declares, but for kfp's own", () => {
  expect(
    problems(
      "",
      `outputs:
      parameters:
        n: { valueFromOneof: { parameterSelectors: [
          { producerSubtask: producer, outputParameterKey: int },
          { producerSubtask: producer, outputParameterKey: text } ] } }
        pipelinechannel--n: { valueFromParameter: { producerSubtask: producer, outputParameterKey: int } }
      artifacts: { d: { artifactSelectors: [{ producerSubtask: producer, outputArtifactKey: data }] } }`,
    ),
  ).toEqual([
    'root/dag/outputs makes "n" of the output "text" of the task "producer", which is STRING and not NUMBER_INTEGER.',
    'root/dag/outputs makes "d" of the output "data" of the task "producer", which is system.Dataset and not system.Model.',
  ]);
});

test("what a loop takes and gives are lists of what its body does", () => {
  const loop = `parameterIterator: { items: { inputParameter: items }, itemInput: item }`;
  const text = `
pipelineInfo: { name: p }
schemaVersion: 2.1.0
components:
  comp-work: { outputDefinitions: { parameters: { n: { parameterType: NUMBER_INTEGER } } } }
  comp-body:
    inputDefinitions: { parameters: { items: { parameterType: STRING }, item: { parameterType: STRING } } }
    outputDefinitions: { parameters: { all: { parameterType: LIST } } }
    dag:
      outputs: { parameters: { all: { valueFromParameter: { producerSubtask: work, outputParameterKey: n } } } }
      tasks: { work: { componentRef: { name: comp-work } } }
root:
  outputDefinitions: { parameters: { ns: { parameterType: LIST } } }
  dag:
    outputs: { parameters: { ns: { valueFromParameter: { producerSubtask: works, outputParameterKey: n } } } }
    tasks:
      works: { componentRef: { name: comp-work }, ${loop} }
      loop:
        componentRef: { name: comp-body }
        inputs: { parameters: { items: { runtimeValue: { constant: [a] } } } }
        ${loop}
`;
  const [document] = readYaml(text, "it");
  expect(typeProblems(document as unknown as PipelineSpec)).toEqual([]); // written above
});

const folder = join(import.meta.dirname, "../../../../shared/kfp");
const files = globSync("{corpus,google-components,wild}/**/*.{yaml,json}", { cwd: folder });
const skipped = files.length > 0 ? "" : " (skipped: kfp's files are not beside this repository)";

describe.skipIf(skipped !== "")(`other people's files${skipped}`, () => {
  test("hold nothing that is refused here", () => {
    const pipelines = files.filter((file) => !file.endsWith("INDEX.json"));
    const refused = pipelines.flatMap((file) => {
      try {
        readPipelineFile(readFileSync(join(folder, file), "utf8"), file);
        return [];
      } catch (error) {
        // Whether all YAML that PyYAML reads is read is no matter of types.
        return error instanceof UserError && error.code === "NOT_YAML" ? [] : [String(error)];
      }
    });
    expect(refused).toEqual([]);
  });
});
