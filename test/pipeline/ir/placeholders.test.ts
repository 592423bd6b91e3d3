import { expect, test } from "vitest";
import {
  type PlaceholderValues,
  resolveCommand,
  resolveJson,
  resolveText,
} from "../../../pipeline/ir/placeholders.ts";

const model = { name: "model", type: {}, uri: "gs://bucket/model", metadata: { steps: 7, "a.b": "c" } };
const values: PlaceholderValues = {
  executorInput: {
    inputs: {
      parameterValues: {
        text: 'say "hi"',
        count: 7,
        list: [1, "a"],
        trap: "{{$.inputs.parameters['count']}}",
      },
      artifacts: { model: { artifacts: [model] } },
    },
    outputs: {
      parameters: { sum: { outputFile: "/tmp/sum" } },
      artifacts: { report: { artifacts: [{ name: "report", type: {}, uri: "/tmp/report", metadata: {} }] } },
      outputFile: "/tmp/output.json",
    },
  },
  names: { pipeline_job_name: "job-1" },
};

test.each([
  ["{{$.inputs.parameters['text']}}", 'say "hi"'],
  ['{{$.inputs.parameters["count"]}}', "7"],
  ["{{$.inputs.parameters['list']}}", '[1,"a"]'],
  ["a-{{$.inputs.parameters['count']}}-{{$.inputs.parameters['count']}}", "a-7-7"],
  ["{{$.inputs.parameters['text'].json_escape[0]}}", 'say "hi"'],
  ["{{$.inputs.parameters['text'].json_escape[1]}}", 'say \\"hi\\"'],
  ["{{$.inputs.artifacts['model'].uri}}", "gs://bucket/model"],
  ["{{$.inputs.artifacts['model'].path}}", "/gcs/bucket/model"],
  ["{{$.inputs.artifacts['model'].metadata['steps']}}", "7"],
  ["{{$.inputs.artifacts['model'].metadata['a.b']}}", "c"],
  ["{{$.inputs.artifacts['model']}}", JSON.stringify([model])],
  ["{{$.outputs.parameters['sum'].output_file}}", "/tmp/sum"],
  ["{{$.outputs.artifacts['report'].path}}/0", "/tmp/report/0"],
  ["{{$.outputs.output_file}}", "/tmp/output.json"],
  ["{{$.pipeline_job_name}}", "job-1"],
  ["{{$}}", JSON.stringify(values.executorInput)],
  ["{{$.json_escape[1]}}", JSON.stringify(JSON.stringify(values.executorInput)).slice(1, -1)],
])("%s is filled in", (text, expected) => {
  expect(resolveText(text, values)).toBe(expected);
});

test.each([
  "{{$.inputs.parameters['absent']}}",
  "{{$.inputs.parameters['toString']}}",
  "{{$.pipeline_google_cloud_project_id}}",
  "{{$.inputs.nothing['x']}}",
  "{{$ what}}",
  "{{name}}",
  "{{$",
  "{{$.pipeline_job_name",
  "{{$.{{$.pipeline_job_name}}",
  "{{$.inputs.parameters['text'].json_escape[11]}}",
  "{{$.inputs.parameters['text'].json_escape[40]}}",
  "{{$.inputs.parameters['text'].json_escape[1000000000]}}",
])("%s stays as it is", (text) => {
  expect(resolveText(text, values)).toBe(text);
});

test("a text that would grow beyond all bounds stays as it is", () => {
  const quotes = { ...values, executorInput: { inputs: { parameterValues: { x: '"'.repeat(1 << 20) } } } };
  expect(resolveText("{{$.inputs.parameters['x'].json_escape[1]}}", quotes)).toHaveLength(2 << 20);
  const ten = "{{$.inputs.parameters['x'].json_escape[10]}}";
  expect(resolveText(ten, quotes)).toBe(ten);
});

test("placeholders that do not end take no longer than other text", () => {
  const text = "{{$".repeat(100_000);
  const began = performance.now();
  expect(resolveText(text, values)).toBe(text);
  expect(resolveText(`${text}}}{{$.pipeline_job_name}}`, values)).toBe(`${text}}}job-1`);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test("what is filled in is not looked at again", () => {
  expect(resolveText("{{$.inputs.parameters['trap']}}", values)).toBe("{{$.inputs.parameters['count']}}");
});

test("texts and keys inside lists and objects are filled in, as text", () => {
  expect(
    resolveJson({ "{{$.pipeline_job_name}}": ["{{$.inputs.parameters['count']}}", 1, null] }, values),
  ).toEqual({
    "job-1": ["7", 1, null],
  });
});

const ifPresent = (name: string, Then: unknown, Else?: unknown): string =>
  JSON.stringify({ IfPresent: { InputName: name, Then, ...(Else === undefined ? {} : { Else }) } });

test.each([
  ["Concat joins", '{"Concat": ["--n=", "{{$.inputs.parameters[\'count\']}}", "!"]}', ["--n=7!"]],
  [
    "IfPresent of a parameter that is there",
    ifPresent("count", ["--count", "{{$.inputs.parameters['count']}}"]),
    ["--count", "7"],
  ],
  ["IfPresent of an artifact that is there", ifPresent("model", "yes"), ["yes"]],
  ["IfPresent of one that is not", ifPresent("absent", ["a"], ["b", "c"]), ["b", "c"]],
  ["IfPresent without Else", ifPresent("absent", ["a"]), []],
  [
    "nested",
    JSON.stringify({
      Concat: [
        "{",
        { IfPresent: { InputName: "count", Then: { Concat: ["n:", "{{$.inputs.parameters['count']}}"] } } },
        { IfPresent: { InputName: "absent", Then: "x" } },
        "}",
      ],
    }),
    ["{n:7}"],
  ],
  ["JSON that is no struct placeholder", '{"Concat": 1, "b": 2}', ['{"Concat": 1, "b": 2}']],
  ["text that only begins like one", '{"Concat": oops', ['{"Concat": oops']],
])("a command's element: %s", (_, element, expected) => {
  expect(resolveCommand(["a", element, "b"], values)).toEqual(["a", ...expected, "b"]);
});

test("a struct placeholder in data is text", () => {
  const data = { ...values, executorInput: { inputs: { parameterValues: { x: '{"Concat": ["a", "b"]}' } } } };
  expect(resolveCommand(["{{$.inputs.parameters['x']}}"], data)).toEqual(['{"Concat": ["a", "b"]}']);
});

test("whole numbers of parameters that are doubles have a point in what a task is told", () => {
  const parameterValues = { x: 2, n: 2, y: 0.5, list: [2], trap: "{{$}}" };
  const executorInput = { inputs: { parameterValues, artifacts: {} }, outputs: { outputFile: "/tmp/o" } };
  const doubles = new Set(["x", "y", "list", "trap", "absent"]);
  expect(resolveText("{{$}} {{$.inputs.parameters['x']}}", { executorInput, names: {}, doubles })).toBe(
    '{"inputs":{"parameterValues":{"x":2.0,"n":2,"y":0.5,"list":[2],"trap":"{{$}}"},"artifacts":{}},' +
      '"outputs":{"outputFile":"/tmp/o"}} 2',
  );
});
