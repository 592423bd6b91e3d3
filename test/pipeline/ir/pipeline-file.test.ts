// What an IR file must be, and what is said of one that is not.
import { expect, test } from "vitest";
import { readPipelineFile, writePipelineFile } from "../../../pipeline/ir/pipeline-file.ts";

const minimal = `
pipelineInfo: { name: p }
schemaVersion: 2.1.0
root: { dag: { tasks: {} } }
`;

test("a file is a pipeline, and perhaps what one platform adds", () => {
  const pipeline = {
    pipelineInfo: { name: "p" },
    schemaVersion: "2.1.0",
    root: { dag: { tasks: {} } },
  };
  expect(readPipelineFile(minimal, "it")).toEqual({ pipeline });
  const platforms = { kubernetes: { deploymentSpec: { executors: {} } } };
  const written = writePipelineFile({ pipeline, platforms });
  expect(readPipelineFile(written, "it")).toEqual({ pipeline, platforms });
});

test("the first lines tell a person what the pipeline is", () => {
  const { pipeline } = readPipelineFile(
    `${minimal.replace("name: p", 'name: p, description: "Two\\nlines."').replace(
      "dag: { tasks: {} }",
      `dag: { tasks: {} },
       inputDefinitions: { parameters: { rank: { parameterType: NUMBER_INTEGER, defaultValue: 8, isOptional: true } } },
       outputDefinitions: { artifacts: { model: { artifactType: { schemaTitle: system.Model } } } }`,
    )}`,
    "it",
  );
  expect(writePipelineFile({ pipeline }).split("\n").slice(0, 7)).toEqual([
    "# PIPELINE DEFINITION",
    "# Name: p",
    "# Description: Two lines.",
    "# Inputs:",
    "#    rank: NUMBER_INTEGER [default 8]",
    "# Outputs:",
    "#    model: system.Model",
  ]);
});

test("everything that is not IR is named at once", () => {
  const text = `
pipelineInfo: { title: p }
schemaVersion: 2.1
root:
  dag:
    tasks:
      a:
        componentRef: { name: comp-a }
        inputs: { parameters: { x: { componentInputParameter: y, runtimeValue: { constant: 1 } } } }
        triggerPolicy: { strategy: SOON }
`;
  expect(() => readPipelineFile(text, "bad.yaml")).toThrowError(
    [
      'bad.yaml: pipelineInfo has no field "name".',
      'bad.yaml: pipelineInfo has a field "title", which KFP does not know.',
      "bad.yaml: schemaVersion must be text, not 2.1.",
      "bad.yaml: root/dag/tasks/a/inputs/parameters/x has two fields of which it may have one.",
      "bad.yaml: root/dag/tasks/a/triggerPolicy/strategy must be one of TRIGGER_STRATEGY_UNSPECIFIED, ALL_UPSTREAM_TASKS_SUCCEEDED, ALL_UPSTREAM_TASKS_COMPLETED.",
      "Compile the pipeline again, or correct the file.",
    ].join("\n"),
  );
});

test("every reference that leads nowhere is named", () => {
  const text = `
pipelineInfo: { name: p }
schemaVersion: 2.1.0
components:
  comp-a: { executorLabel: exec-a, outputDefinitions: { parameters: { text: { parameterType: STRING } } } }
root:
  dag:
    outputs:
      parameters: { out: { valueFromParameter: { producerSubtask: a, outputParameterKey: other } } }
      artifacts: { model: { artifactSelectors: [{ producerSubtask: z, outputArtifactKey: model }] } }
    tasks:
      a: { componentRef: { name: comp-a }, dependentTasks: [y] }
      b: { componentRef: { name: comp-b } }
      c:
        componentRef: { name: comp-a }
        inputs:
          parameters:
            one: { componentInputParameter: seed }
            two: { taskOutputParameter: { producerTask: a, outputParameterKey: texts } }
            three: { taskFinalStatus: { producerTask: x } }
          artifacts: { data: { componentInputArtifact: data } }
`;
  expect(() => readPipelineFile(text, "bad.yaml")).toThrowError(
    [
      'bad.yaml: root/dag/tasks/a depends on the task "y", which is not there.',
      'bad.yaml: root/dag/tasks/b refers to the component "comp-b", which is not there.',
      'bad.yaml: root/dag/tasks/c takes the parameter "seed", which the DAG around it does not have.',
      'bad.yaml: root/dag/tasks/c takes the output "texts" of the task "a", which it does not have.',
      'bad.yaml: root/dag/tasks/c takes the status of the task "x", which is not there.',
      'bad.yaml: root/dag/tasks/c takes the artifact "data", which the DAG around it does not have.',
      'bad.yaml: root/dag/outputs takes an output of the task "z", which is not there.',
      'bad.yaml: root/dag/outputs takes the output "other" of the task "a", which it does not have.',
      'bad.yaml: components/comp-a refers to the executor "exec-a", which is not there.',
      "Compile the pipeline again, or correct the file.",
    ].join("\n"),
  );
});

test("a file of three documents is no IR file, nor is an empty one", () => {
  expect(() => readPipelineFile(`${minimal}---\n{}\n---\n{}\n`, "bad.yaml")).toThrowError(
    "bad.yaml: holds 3 YAML documents. Give a pipeline's one, or its two.",
  );
  expect(() => readPipelineFile("# nothing\n", "bad.yaml")).toThrowError(
    "bad.yaml: is empty. Give a pipeline's file.",
  );
});

test("what KFP v1 compiled is named as that", () => {
  const workflow =
    "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: { entrypoint: p, templates: [] }\n";
  expect(() => readPipelineFile(workflow, "old.yaml")).toThrowError(
    "old.yaml: is an Argo Workflow, which KFP v1 compiles to. Compile the pipeline with KFP v2 and give that.",
  );
});

test("what is no mapping is no pipeline", () => {
  for (const [text, what] of [
    ["[]", "a list"],
    ["just text", '"just text"'],
  ]) {
    expect(() => readPipelineFile(`${text}`, "bad.yaml")).toThrowError(
      `bad.yaml: the pipeline must be a mapping, not ${what}.\nCompile the pipeline again, or correct the file.`,
    );
  }
});

test("a pipeline may stand in a job, which is read and not written", () => {
  const { pipeline } = readPipelineFile(minimal, "it");
  const job = { displayName: "P 1", labels: { team: "a" }, runtimeConfig: { parameterValues: { n: 1 } } };
  const read = readPipelineFile(JSON.stringify({ pipelineSpec: pipeline, ...job }), "job.json");
  expect(read).toEqual({ pipeline, job });
  expect(writePipelineFile(read)).toBe(writePipelineFile({ pipeline }));
});

test("a job that is none, and a pipeline in one that is none, are named", () => {
  const { pipeline } = readPipelineFile(minimal, "it");
  const job = { displayName: 5, runtimeConfig: { parameters: { n: { intValue: "x" } } } };
  expect(() => readPipelineFile(JSON.stringify({ pipelineSpec: pipeline, ...job }), "job.json")).toThrowError(
    [
      "job.json: displayName must be text, not 5.",
      'job.json: runtimeConfig/parameters/n/intValue must match pattern "^-?\\d+$".',
      "Correct the job, or give the pipeline in it alone.",
    ].join("\n"),
  );
  expect(() => readPipelineFile('{"pipelineSpec": {}, "displayName": "p"}', "job.json")).toThrowError(
    [
      'job.json: the pipeline has no field "pipelineInfo".',
      'job.json: the pipeline has no field "root".',
      'job.json: the pipeline has no field "schemaVersion".',
      "Compile the pipeline again, or correct the file.",
    ].join("\n"),
  );
});

test("anchors, aliases and merged mappings are read, and written out in full", () => {
  const text = `
pipelineSpec:
  pipelineInfo: { name: p }
  schemaVersion: 2.1.0
  components: { comp-a: &a { executorLabel: exec-a }, comp-b: { <<: *a } }
  deploymentSpec: { executors: { exec-a: { container: { image: &image example.com/a:1, args: [*image] } } } }
  root:
    dag:
      tasks:
        a: &task { componentRef: { name: comp-a }, cachingOptions: &cached { enableCache: true } }
        b: { <<: *task, dependentTasks: [a] }
        c: { <<: [{ componentRef: { name: comp-b } }, *task], cachingOptions: { <<: *cached, cacheKey: k } }
`;
  const { pipeline } = readPipelineFile(text, "it");
  expect(pipeline.root.dag?.tasks).toEqual({
    a: { componentRef: { name: "comp-a" }, cachingOptions: { enableCache: true } },
    b: { componentRef: { name: "comp-a" }, cachingOptions: { enableCache: true }, dependentTasks: ["a"] },
    c: { componentRef: { name: "comp-b" }, cachingOptions: { enableCache: true, cacheKey: "k" } },
  });
  expect(pipeline.components).toEqual({
    "comp-a": { executorLabel: "exec-a" },
    "comp-b": { executorLabel: "exec-a" },
  });
  expect(writePipelineFile({ pipeline })).not.toMatch(/[&*](a|image|task|cached)\b|<</);
});
