// What groups only pass on is told once: by who uses or makes it at last.
import { expect, test } from "vitest";
import type { JsonObject } from "../../../pipeline/ir/json-object.ts";
import type { PipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import { describeChanges } from "../../../scripts/diff/describe-changes.ts";

const channel = "pipelinechannel--extra";
const from = (key: string): JsonObject => ({ componentInputParameter: key });
const model = { artifactType: { schemaTitle: "system.Model" } };
const made = "pipelinechannel--use-model";
const selected = (task: string, key: string): JsonObject => ({
  artifactSelectors: [{ producerSubtask: task, outputArtifactKey: key }],
});

interface Wires {
  /** The type of the parameter that goes through both groups to `use`. */
  readonly type?: string;
  /** Whether `use` takes it. */
  readonly used?: boolean;
  /** Whether an artifact of `use` goes out to the pipeline. */
  readonly output?: boolean;
  readonly condition?: string;
}

/** `outer/inner/use`. */
function file({ type, used = true, output = false, condition }: Wires): PipelineFile {
  const inputs = (source: string) =>
    type === undefined ? {} : { inputs: { parameters: { [channel]: from(source) } } };
  const definitions = (name: string) =>
    type === undefined ? {} : { inputDefinitions: { parameters: { [name]: { parameterType: type } } } };
  const outputs = (name: string, task: string, key: string) =>
    output
      ? {
          dag: { outputs: { artifacts: { [name]: selected(task, key) } } },
          outputDefinitions: { artifacts: { [name]: model } },
        }
      : { dag: {} };
  const group = (task: string, spec: JsonObject, wires: ReturnType<typeof outputs>) => {
    const name = { componentRef: { name: `comp-${task}` } };
    return { ...wires, dag: { ...wires.dag, tasks: { [task]: { ...name, ...spec } } } };
  };
  const taken = used && type !== undefined;
  const use = taken ? { inputs: { parameters: { text: from(channel) } } } : {};
  const trigger = condition === undefined ? {} : { triggerPolicy: { condition } };
  const pipeline = {
    pipelineInfo: { name: "p" },
    schemaVersion: "2.1.0",
    root: { ...definitions("extra"), ...group("outer", inputs("extra"), outputs("best", "outer", made)) },
    components: {
      "comp-outer": {
        ...definitions(channel),
        ...group("inner", { ...inputs(channel), ...trigger }, outputs(made, "inner", made)),
      },
      "comp-inner": { ...definitions(channel), ...group("use", use, outputs(made, "use", "model")) },
      "comp-use": {
        executorLabel: "exec-use",
        ...(taken ? definitions("text") : {}),
        ...(output && { outputDefinitions: { artifacts: { model } } }),
      },
    },
    deploymentSpec: { executors: { "exec-use": { container: { image: "u:1" } } } },
  };
  return { pipeline: pipeline as unknown as PipelineFile["pipeline"] }; // parts of tests are as loose as files
}

function told(before: Wires, after: Wires): readonly string[] {
  return describeChanges(file(before), file(after)).map(({ where, message }) => `${where}: ${message}`);
}

test("a parameter that one task in two groups takes is told at the pipeline and at the task", () => {
  expect(told({}, { type: "STRING" })).toEqual([
    ': parameter "extra" added: STRING',
    `outer/inner/use: input "text" added: STRING, from the pipeline's parameter "extra"`,
  ]);
  expect(told({ type: "STRING" }, {})).toEqual([
    ': parameter "extra" removed: it was STRING',
    `outer/inner/use: input "text" removed: it was STRING, from the pipeline's parameter "extra"`,
  ]);
});

test("the message includes the places of the groups on the way", () => {
  const [, use] = describeChanges(file({}), file({ type: "STRING" }));
  expect(use?.includes?.map(({ where, path }) => `${where} ${path}`)).toEqual([
    "outer/inner/use component/inputDefinitions/parameters/text",
    `outer inputs/parameters/${channel}`,
    `outer inputDefinitions/parameters/${channel}`,
    `outer/inner inputs/parameters/${channel}`,
    `outer/inner inputDefinitions/parameters/${channel}`,
  ]);
});

test("what no task takes in the end is told once, at the outermost group", () => {
  expect(told({}, { type: "STRING", used: false })).toEqual([
    ': parameter "extra" added: STRING',
    `outer: input "${channel}" added: STRING, from the pipeline's parameter "extra"`,
  ]);
});

test("another type is told at the parameter and at the task", () => {
  expect(told({ type: "STRING" }, { type: "LIST" })).toEqual([
    ': type of parameter "extra" changed from "STRING" to "LIST"',
    'outer/inner/use: type of input "text" changed from "STRING" to "LIST"',
  ]);
});

test("an output that groups pass on is told by who makes it and by the pipeline, each with its type and source", () => {
  expect(told({}, { output: true })).toEqual([
    ': output artifact "best" added: system.Model, from output "model" of task "outer/inner/use"',
    'outer/inner/use: output artifact "model" added: system.Model',
  ]);
});

test("conditions are told in words, and as they stand where the words are the same", () => {
  const value = `inputs.parameter_values['${channel}']`;
  const wires = (condition: string): Wires => ({ type: "STRING", condition });
  expect(told(wires(`${value} == 'a'`), wires(`int(${value}) < 3 && ${value} != 'b'`))).toEqual([
    `outer/inner: condition changed from "extra == 'a'" to "extra < 3 and extra != 'b'"`,
  ]);
  expect(told(wires(`${value} == 'a'`), wires(`string(${value}) == 'a'`))).toEqual([
    `outer/inner: condition changed from "${value} == 'a'" to "string(${value}) == 'a'"`,
  ]);
});
