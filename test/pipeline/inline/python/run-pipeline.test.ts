// Inline Python through the whole of it: an IR file, the runner, tasks that hand things on.
import { join as joinPath } from "node:path";
import { expect, test } from "vitest";
import { inlinePython } from "../../../../pipeline/inline/python/index.ts";
import { readPipelineFile, writePipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import type { PipelineSpec } from "../../../../pipeline/ir/pipeline-spec.ts";
import { processExecutor, runPipeline } from "../../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";
import { constant, fromTask, task } from "../../runner/small-pipelines.ts";
import { artifact, bin, parameter, python } from "./run-inline.ts";

const dataset = { artifactType: { schemaTitle: "system.Dataset", schemaVersion: "0.0.1" } };

const split = inlinePython(
  python(
    `def split(text, words):
    """Costs $$ and $(more), and {{$.inputs.parameters['text']}} stays."""
    with open(words.path, "w") as file:
        file.write("\\n".join(text.split()))
    words.metadata = {"doc": split.__doc__}
    return len(text.split())
`,
    {
      function: "split",
      inputs: { text: parameter("STRING") },
      outputs: { words: artifact, count: parameter("NUMBER_INTEGER") },
    },
  ),
);
const join = inlinePython(
  python(
    `def join(words, count):
    return {"text": "-".join(open(words.path).read().split()), "doc": words.metadata["doc"], "half": count / 2}
`,
    {
      function: "join",
      inputs: { words: artifact, count: parameter("NUMBER_INTEGER") },
      outputs: { text: parameter("STRING"), doc: parameter("STRING"), half: parameter("NUMBER_DOUBLE") },
    },
  ),
);

const spec: PipelineSpec = {
  pipelineInfo: { name: "words" },
  schemaVersion: "2.1.0",
  root: {
    dag: {
      tasks: {
        split: task("split", { text: constant("a b c") }),
        join: task(
          "join",
          { count: fromTask("split", "count") },
          {
            dependentTasks: ["split"],
            inputs: {
              artifacts: {
                words: { taskOutputArtifact: { producerTask: "split", outputArtifactKey: "words" } },
              },
            },
          },
        ),
      },
      outputs: {
        parameters: Object.fromEntries(
          ["text", "doc", "half"].map((name) => [
            name,
            { valueFromParameter: { producerSubtask: "join", outputParameterKey: name } },
          ]),
        ),
      },
    },
    outputDefinitions: {
      parameters: {
        text: { parameterType: "STRING" },
        doc: { parameterType: "STRING" },
        half: { parameterType: "NUMBER_DOUBLE" },
      },
    },
  },
  components: {
    split: {
      executorLabel: "split",
      inputDefinitions: { parameters: { text: { parameterType: "STRING" } } },
      outputDefinitions: {
        artifacts: { words: dataset },
        parameters: { count: { parameterType: "NUMBER_INTEGER" } },
      },
    },
    join: {
      executorLabel: "join",
      inputDefinitions: {
        artifacts: { words: dataset },
        parameters: { count: { parameterType: "NUMBER_INTEGER" } },
      },
      outputDefinitions: {
        parameters: {
          text: { parameterType: "STRING" },
          doc: { parameterType: "STRING" },
          half: { parameterType: "NUMBER_DOUBLE" },
        },
      },
    },
  },
  deploymentSpec: { executors: { split: { container: split }, join: { container: join } } },
};

test("tasks in Python hand values and artifacts on, and text that looks like a placeholder stays", async () => {
  const folder = temporaryFolder();
  const environment = {
    folder,
    images: ["python:*"],
    path: [bin],
    env: {},
    passEnv: ["PATH"],
    fingerprint: [],
  };
  const yaml = writePipelineFile({ pipeline: spec });
  const result = await runPipeline({
    spec: readPipelineFile(yaml, "words.yaml").pipeline,
    root: joinPath(folder, ".pollux"),
    executor: processExecutor({ environments: [environment] }),
    cache: false,
  });
  expect({ state: result.state, outputs: result.outputs }).toEqual({
    state: "SUCCEEDED",
    outputs: {
      text: "a-b-c",
      doc: "Costs $$ and $(more), and {{$.inputs.parameters['text']}} stays.",
      half: 1.5,
    },
  });
});
