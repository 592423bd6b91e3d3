import { expect, test } from "vitest";
import type {
  ComponentSpec,
  Json,
  PipelineSpec,
  PipelineTaskSpec,
} from "../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { echo, fromInput, fromTask, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const { run } = sandbox(temporaryFolder());

const double: ShComponent = {
  script: 'printf %s $(($1 * 2)) > "$2"; printf %s "$1" > "$3"',
  args: [
    "{{$.inputs.parameters['n']}}",
    "{{$.outputs.parameters['n'].output_file}}",
    "{{$.outputs.artifacts['file'].path}}",
  ],
  inputs: { parameters: { n: { parameterType: "NUMBER_INTEGER" } } },
  outputs: {
    parameters: { n: { parameterType: "NUMBER_INTEGER" } },
    artifacts: { file: { artifactType: { schemaTitle: "system.Dataset" } } },
  },
};
const cat: ShComponent = {
  script: 'printf %s "$1" > "$2"',
  args: ["{{$.inputs.artifacts['files']}}", "{{$.outputs.parameters['files'].output_file}}"],
  inputs: { artifacts: { files: { artifactType: { schemaTitle: "system.Dataset" }, isArtifactList: true } } },
  outputs: { parameters: { files: { parameterType: "LIST" } } },
};

const collected: NonNullable<ComponentSpec["outputDefinitions"]> = {
  parameters: { ns: { parameterType: "LIST" } },
  artifacts: { files: { artifactType: { schemaTitle: "system.Dataset" }, isArtifactList: true } },
};
const from = (producerSubtask: string, parameter: string, artifact: string) => ({
  parameters: { ns: { valueFromParameter: { producerSubtask, outputParameterKey: parameter } } },
  artifacts: { files: { artifactSelectors: [{ producerSubtask, outputArtifactKey: artifact }] } },
});
const loop = (body: string, items: string | Json, rest: Partial<PipelineTaskSpec> = {}): PipelineTaskSpec =>
  task(body, typeof items === "string" ? { items: fromInput(items) } : {}, {
    parameterIterator: {
      itemInput: "item",
      items: typeof items === "string" ? { inputParameter: "items" } : { raw: JSON.stringify(items) },
    },
    ...rest,
  });

/** A loop over loops: `items` is a list of lists. */
function nested(condition?: string): PipelineSpec {
  const list = { items: { parameterType: "LIST" } } as const;
  return small({
    root: {
      inputDefinitions: { parameters: list },
      dag: {
        tasks: {
          "for-loop-1": loop("outer", "items"),
          files: task(
            "cat",
            {},
            {
              inputs: {
                artifacts: {
                  files: { taskOutputArtifact: { producerTask: "for-loop-1", outputArtifactKey: "files" } },
                },
              },
            },
          ),
        },
        outputs: from("for-loop-1", "ns", "files"),
      },
    },
    components: {
      outer: {
        inputDefinitions: { parameters: { ...list, item: { parameterType: "LIST" } } },
        outputDefinitions: collected,
        dag: { tasks: { "for-loop-2": loop("inner", "item") }, outputs: from("for-loop-2", "ns", "files") },
      },
      inner: {
        inputDefinitions: { parameters: { ...list, item: { parameterType: "NUMBER_INTEGER" } } },
        outputDefinitions: collected,
        dag: {
          tasks: {
            double: task(
              "double",
              { n: fromInput("item") },
              condition === undefined ? {} : { triggerPolicy: { condition } },
            ),
          },
          outputs: from("double", "n", "file"),
        },
      },
    },
    sh: { double, cat },
  });
}

test("nested loops collect parameters in nested lists and artifacts in one, in order", async () => {
  const { state, outputs, states, tasks } = await run(nested(), { parameters: { items: [[1, 2], [3]] } });
  expect({ state, ns: outputs.ns }).toEqual({ state: "SUCCEEDED", ns: [[2, 4], [6]] });
  expect(Object.keys(states)).toEqual([
    "for-loop-1",
    "for-loop-1[0]",
    "for-loop-1[0]/for-loop-2",
    "for-loop-1[0]/for-loop-2[0]",
    "for-loop-1[0]/for-loop-2[0]/double",
    "for-loop-1[0]/for-loop-2[1]",
    "for-loop-1[0]/for-loop-2[1]/double",
    "for-loop-1[1]",
    "for-loop-1[1]/for-loop-2",
    "for-loop-1[1]/for-loop-2[0]",
    "for-loop-1[1]/for-loop-2[0]/double",
    "files",
  ]);
  const uris = [0, 1, 2].map(() => expect.stringContaining("/double/artifacts/file"));
  expect(Object(tasks.at(-1)?.parameters.files).map(({ uri }: { uri: string }) => uri)).toEqual(uris);
});

test("a loop over nothing collects nothing", async () => {
  const { state, outputs, tasks } = await run(nested(), { parameters: { items: [[], []] } });
  expect({ state, outputs }).toEqual({ state: "SUCCEEDED", outputs: { ns: [[], []], files: [] } });
  expect(tasks.at(-1)?.parameters).toEqual({ files: [] });
});

test("what a skipped task would have given is left out of the list", async () => {
  const { outputs } = await run(nested("int(inputs.parameter_values['n']) > 1"), {
    parameters: {
      items: [
        [1, 2],
        [3, 0],
      ],
    },
  });
  expect(outputs.ns).toEqual([[4], [6]]);
});

test("items may be written in the pipeline, and become text where the body wants text", async () => {
  const spec = small({
    root: { dag: { tasks: { "for-loop-1": loop("body", ["a", 1, { b: 2 }]) } } },
    components: {
      body: {
        inputDefinitions: { parameters: { item: { parameterType: "STRING" } } },
        dag: { tasks: { say: task("echo", { text: fromInput("item") }) } },
      },
    },
    sh: { echo },
  });
  const { tasks } = await run(spec);
  expect(tasks.filter(({ name }) => name === "echo").map(({ parameters }) => parameters.text)).toEqual([
    "a",
    "1",
    '{"b":2}',
  ]);
});

test("a loop's limit bounds its iterations, and a failed iteration fails the loop but not the others", async () => {
  const spec = small({
    root: {
      dag: {
        tasks: { "for-loop-1": loop("body", [3, 1, 2, 0, 4], { iteratorPolicy: { parallelismLimit: 2 } }) },
      },
    },
    components: {
      body: {
        inputDefinitions: { parameters: { item: { parameterType: "NUMBER_INTEGER" } } },
        dag: { tasks: { divide: task("divide", { n: fromInput("item") }) } },
      },
    },
    sh: {
      divide: {
        script: 'test "$1" != 0',
        args: ["{{$.inputs.parameters['n']}}"],
        inputs: { parameters: { n: { parameterType: "NUMBER_INTEGER" } } },
      },
    },
  });
  const { state, states, events } = await run(spec, { parallelism: 8 });
  expect(state).toBe("FAILED");
  expect(
    Object.entries(states)
      .filter(([, each]) => each === "FAILED")
      .map(([path]) => path),
  ).toEqual(["for-loop-1", "for-loop-1[3]", "for-loop-1[3]/divide"]);
  let open = 0;
  const most = events.map((event) => {
    if (!("type" in event) || event.type !== "task") return open;
    open += event.kind === "task-started" ? 1 : -1;
    return open;
  });
  expect(Math.max(...most)).toBe(2);
});

test("a loop over artifacts gives each iteration one", async () => {
  const fileType = { artifactType: { schemaTitle: "system.Dataset" } };
  const spec = small({
    root: {
      dag: {
        tasks: {
          "for-loop-1": loop("inner", [5, 6]),
          "for-loop-2": task(
            "read",
            {},
            {
              inputs: {
                artifacts: {
                  files: { taskOutputArtifact: { producerTask: "for-loop-1", outputArtifactKey: "files" } },
                },
              },
              artifactIterator: { itemInput: "file", items: { inputArtifact: "files" } },
            },
          ),
        },
        outputs: {
          parameters: {
            texts: { valueFromParameter: { producerSubtask: "for-loop-2", outputParameterKey: "text" } },
          },
        },
      },
    },
    components: {
      inner: {
        inputDefinitions: { parameters: { item: { parameterType: "NUMBER_INTEGER" } } },
        outputDefinitions: collected,
        dag: {
          tasks: { double: task("double", { n: fromInput("item") }) },
          outputs: from("double", "n", "file"),
        },
      },
      read: {
        inputDefinitions: { artifacts: { files: { ...fileType, isArtifactList: true }, file: fileType } },
        outputDefinitions: { parameters: { text: { parameterType: "LIST" } } },
        dag: {
          tasks: {
            read: task(
              "read-one",
              {},
              { inputs: { artifacts: { file: { componentInputArtifact: "file" } } } },
            ),
          },
          outputs: {
            parameters: {
              text: { valueFromParameter: { producerSubtask: "read", outputParameterKey: "text" } },
            },
          },
        },
      },
    },
    sh: {
      double,
      "read-one": {
        script: 'cat "$1" > "$2"',
        args: ["{{$.inputs.artifacts['file'].path}}", "{{$.outputs.parameters['text'].output_file}}"],
        inputs: { artifacts: { file: fileType } },
        outputs: { parameters: { text: { parameterType: "STRING" } } },
      },
    },
  });
  expect((await run(spec)).outputs).toEqual({ texts: ["5", "6"] });
});

test("what is no list cannot be gone over", async () => {
  const list = { parameters: { text: { parameterType: "STRING" } } } as const;
  const spec = small({
    root: {
      inputDefinitions: list,
      dag: {
        tasks: {
          "for-loop-1": {
            ...task("body", { items: fromInput("text") }),
            parameterIterator: { itemInput: "item", items: { inputParameter: "items" } },
          },
          behind: task("echo", { text: fromTask("for-loop-1", "text") }),
        },
      },
    },
    components: {
      body: {
        inputDefinitions: {
          parameters: { items: { parameterType: "STRING" }, item: { parameterType: "STRING" } },
        },
        outputDefinitions: list,
        dag: { tasks: {} },
      },
    },
    sh: { echo },
  });
  const { tasks } = await run(spec, { parameters: { text: "abc" } });
  expect(tasks[0]).toMatchObject({
    state: "FAILED",
    error: 'the loop\'s input "items" is "abc", not a list.',
  });
});

test("a loop may stand on a container's task, with a condition, and then gives lists", async () => {
  const each = task(
    "echo",
    { side: fromInput("side") },
    {
      parameterIterator: { items: { raw: '["a", 1, true]' }, itemInput: "text" },
      triggerPolicy: { condition: "inputs.parameter_values['side'] == 'on'" },
    },
  );
  const spec = small({
    root: {
      inputDefinitions: { parameters: { side: { parameterType: "STRING" } } },
      dag: {
        tasks: { each },
        outputs: {
          parameters: {
            all: { valueFromParameter: { producerSubtask: "each", outputParameterKey: "text" } },
          },
        },
      },
      outputDefinitions: { parameters: { all: { parameterType: "LIST" } } },
    },
    sh: { echo },
  });
  const on = await run(spec, { parameters: { side: "on" } });
  expect([on.outputs, on.states]).toEqual([
    { all: ["a", "1", "true"] },
    { each: "SUCCEEDED", "each[0]": "SUCCEEDED", "each[1]": "SUCCEEDED", "each[2]": "SUCCEEDED" },
  ]);
  const off = await run(spec, { parameters: { side: "off" } });
  expect([off.state, off.outputs, off.states]).toEqual(["SUCCEEDED", {}, { each: "SKIPPED" }]);
});
