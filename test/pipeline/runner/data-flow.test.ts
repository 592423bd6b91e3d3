import { expect, test } from "vitest";
import type { ComponentSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import {
  constant,
  echo,
  fromInput,
  fromTask,
  sandbox,
  type ShComponent,
  small,
  task,
} from "./small-pipelines.ts";

const { run } = sandbox(temporaryFolder());

/** Gives back its whole ExecutorInput's parameters. */
const tell = (types: NonNullable<ComponentSpec["inputDefinitions"]>["parameters"]): ShComponent => ({
  script: 'printf %s "$1" > "$2"',
  args: ["{{$}}", "{{$.outputs.parameters['input'].output_file}}"],
  inputs: { parameters: types ?? {} },
  outputs: { parameters: { input: { parameterType: "STRUCT" } } },
});

const output = (producerSubtask: string, outputParameterKey: string) => ({
  valueFromParameter: { producerSubtask, outputParameterKey },
});

test("outputs flow to inputs, and to the pipeline's outputs", async () => {
  const spec = small({
    root: {
      inputDefinitions: { parameters: { greeting: { parameterType: "STRING" } } },
      dag: {
        tasks: {
          second: task("echo", { text: fromTask("first", "text") }),
          first: task("echo", { text: fromInput("greeting") }),
        },
        outputs: { parameters: { said: output("second", "text") } },
      },
    },
    sh: { echo },
  });
  const { state, outputs, tasks } = await run(spec, { parameters: { greeting: "hello\nthere" } });
  expect({ state, outputs }).toEqual({ state: "SUCCEEDED", outputs: { said: "hello\nthere" } });
  expect(tasks.map(({ seconds: _, ...rest }) => rest)).toEqual(
    ["second", "first"].map((path) => ({
      name: "echo",
      path,
      state: "SUCCEEDED",
      cached: false,
      parameters: { text: "hello\nthere" },
      artifacts: {},
    })),
  );
});

test("values keep their types: integers stay integers, in lists and structs too", async () => {
  const types = {
    i: { parameterType: "NUMBER_INTEGER" },
    d: { parameterType: "NUMBER_DOUBLE" },
    b: { parameterType: "BOOLEAN" },
    l: { parameterType: "LIST" },
    s: { parameterType: "STRUCT" },
  } as const;
  const given = { i: 7, d: 0.5, b: false, l: [0, 1, [2]], s: { n: 3, t: "x" } };
  const spec = small({
    root: {
      inputDefinitions: { parameters: types },
      dag: {
        tasks: {
          t: task("tell", Object.fromEntries(Object.keys(types).map((name) => [name, fromInput(name)]))),
        },
      },
    },
    sh: { tell: tell(types) },
  });
  const { tasks } = await run(spec, { parameters: given });
  expect(tasks[0]?.parameters).toMatchObject({ input: { inputs: { parameterValues: given } } });
});

test("an optional input left out is absent, through a sub-pipeline as well, and defaults fill in", async () => {
  const optional = { parameterType: "STRING", isOptional: true } as const;
  const types = { a: optional, b: { ...optional, defaultValue: "default of b" }, c: optional };
  const spec = small({
    root: {
      inputDefinitions: { parameters: { x: optional } },
      dag: { tasks: { inner: task("inner", { y: fromInput("x") }) } },
    },
    components: {
      inner: {
        inputDefinitions: { parameters: { y: optional } },
        dag: { tasks: { t: task("tell", { a: fromInput("y"), b: fromInput("y"), c: constant("") }) } },
      },
    },
    sh: { tell: tell(types) },
  });
  const { tasks } = await run(spec);
  expect(tasks[1]).toMatchObject({
    path: "inner/t",
    parameters: { input: { inputs: { parameterValues: { b: "default of b", c: "" } } } },
  });
  const given = Object(tasks[1]?.parameters.input).inputs.parameterValues;
  expect(Object.keys(given).sort()).toEqual(["b", "c"]);
});

test("constants are filled in once, from the task's other inputs and the run's names", async () => {
  const types = {
    n: { parameterType: "NUMBER_INTEGER" },
    trap: { parameterType: "STRING" },
    text: { parameterType: "STRING" },
    list: { parameterType: "LIST" },
  } as const;
  const spec = small({
    root: {
      inputDefinitions: { parameters: { n: types.n, trap: types.trap } },
      dag: {
        tasks: {
          t: task("tell", {
            n: fromInput("n"),
            trap: fromInput("trap"),
            text: constant(
              "{{$.inputs.parameters['n']}} {{$.inputs.parameters['trap']}} {{$.pipeline_job_name}}",
            ),
            list: constant(["{{$.pipeline_task_name}}", 1]),
          }),
        },
      },
    },
    sh: { tell: tell(types) },
  });
  const trap = "{{$.inputs.parameters['n']}}";
  const { tasks } = await run(spec, { parameters: { n: 7, trap }, runId: "job-7" });
  expect(tasks[0]?.parameters).toMatchObject({
    input: { inputs: { parameterValues: { text: `7 ${trap} job-7`, list: ["tell", 1] } } },
  });
});

test("a field of a struct, or of its JSON, can be taken", async () => {
  const take = { parameterExpressionSelector: 'parseJson(string_value)["key"]' };
  const spec = small({
    root: {
      inputDefinitions: { parameters: { s: { parameterType: "STRUCT" }, j: { parameterType: "STRING" } } },
      dag: {
        tasks: {
          a: task("echo", { text: { ...fromInput("s"), ...take } }),
          b: task("echo", { text: { ...fromInput("j"), ...take } }),
          c: task("echo", { text: { ...constant({}), ...take } }),
        },
      },
    },
    sh: { echo },
  });
  const { tasks } = await run(spec, { parameters: { s: { key: 1 }, j: '{"key": "two"}' } });
  expect(tasks.map(({ parameters, error }) => [parameters.text, error])).toEqual([
    ["1", undefined],
    ["two", undefined],
    [undefined, 'input "text": {} has no "key".'],
  ]);
});

const produce: ShComponent = {
  script: 'printf data > "$1"; printf \'%s\' "$3" > "$2"',
  args: [
    "{{$.outputs.artifacts['data'].path}}",
    "{{$.outputs.output_file}}",
    '{"artifacts": {"data": {"artifacts": [{"metadata": {"rows": 3}}]}}}',
  ],
  outputs: {
    artifacts: { data: { artifactType: { schemaTitle: "system.Dataset" }, metadata: { kind: "x" } } },
  },
};
const consume: ShComponent = {
  script: 'cat "$1" > "$2"; printf %s "$3" >> "$2"',
  args: [
    "{{$.inputs.artifacts['data'].path}}",
    "{{$.outputs.parameters['text'].output_file}}",
    "{{$.inputs.artifacts['data'].metadata['rows']}}",
  ],
  inputs: { artifacts: { data: { artifactType: { schemaTitle: "system.Dataset" } } } },
  outputs: { parameters: { text: { parameterType: "STRING" } } },
};

test("artifacts flow with the metadata that their task gave, through groups", async () => {
  const spec = small({
    root: {
      dag: {
        tasks: {
          made: task("maker"),
          used: task(
            "consume",
            {},
            {
              inputs: {
                artifacts: {
                  data: { taskOutputArtifact: { producerTask: "made", outputArtifactKey: "out" } },
                },
              },
            },
          ),
        },
      },
    },
    components: {
      maker: {
        outputDefinitions: { artifacts: { out: { artifactType: { schemaTitle: "system.Dataset" } } } },
        dag: {
          tasks: { produce: task("produce") },
          outputs: {
            artifacts: {
              out: { artifactSelectors: [{ producerSubtask: "produce", outputArtifactKey: "data" }] },
            },
          },
        },
      },
    },
    sh: { produce, consume },
  });
  const { tasks, runId } = await run(spec);
  const uri = expect.stringContaining(`runs/${runId}/tasks/made/produce/artifacts/data`);
  expect(tasks[0]?.artifacts).toEqual({
    out: { schemaTitle: "system.Dataset", uri, path: uri, metadata: { kind: "x", rows: 3 } },
  });
  expect(tasks[2]?.parameters).toEqual({ text: "data3" });
});

test("what a runtimeValue takes from the run's parameters is never filled in", async () => {
  const type = { parameterType: "STRING" } as const;
  const spec = small({
    root: {
      inputDefinitions: { parameters: { x: type } },
      dag: { tasks: { t: task("tell", { text: { runtimeValue: { runtimeParameter: "x" } } }) } },
    },
    sh: { tell: tell({ text: type }) },
  });
  const text = "{{$.pipeline_job_name}} {{$.nothing}}";
  const { tasks } = await run(spec, { parameters: { x: text } });
  expect(tasks[0]?.parameters).toMatchObject({ input: { inputs: { parameterValues: { text } } } });
});

test("__proto__ is a name like any other for parameters and outputs", async () => {
  const type = { parameterType: "STRING" } as const;
  const named = { parameters: Object.fromEntries([["__proto__", type]]) };
  const spec = small({
    root: {
      inputDefinitions: named,
      outputDefinitions: named,
      dag: {
        tasks: { t: task("t", Object.fromEntries([["__proto__", fromInput("__proto__")]])) },
        outputs: { parameters: Object.fromEntries([["__proto__", output("t", "__proto__")]]) },
      },
    },
    sh: {
      t: {
        ...echo,
        args: ["{{$.inputs.parameters['__proto__']}}", "{{$.outputs.parameters['__proto__'].output_file}}"],
        inputs: named,
        outputs: named,
      },
    },
  });
  const { tasks, outputs } = await run(spec, { parameters: Object.fromEntries([["__proto__", "hey"]]) });
  expect(tasks[0]).toMatchObject({ state: "SUCCEEDED" });
  expect(Object.entries(tasks[0]?.parameters ?? {})).toEqual([["__proto__", "hey"]]);
  expect(Object.entries(outputs)).toEqual([["__proto__", "hey"]]);
});

test("a name in the pipeline leads to no file outside of the run's folder", async () => {
  const spec = small({
    root: { dag: { tasks: { "..": task("echo", { text: constant("x") }) } } },
    sh: { echo },
  });
  const { tasks, events } = await run(spec, { runId: "names" });
  expect(tasks[0]).toMatchObject({ path: "..", state: "SUCCEEDED" });
  expect(events.find((event) => event.kind === "task-finished")).toMatchObject({
    log: expect.stringMatching(/runs\/names\/tasks\/%\.\.\/log\.txt$/),
  });
});
