// Values and types: literals, null in defaults, types of artifacts, amounts of resources.
import {
  type Artifact,
  artifactType,
  component,
  equals,
  int,
  list,
  pipeline,
  string,
  struct,
  when,
} from "../../../../pipeline/index.ts";
import type { Case } from "./case.ts";
import { readFiles, say, sayList, sayNumber, sayStruct, sh, writeFiles } from "./components.ts";

const lines = "first line\nsecond: \"line\"\n\n  # third\t'line'\n";
const lineBreaks = pipeline(
  { name: "line-breaks", inputs: { lines: string({ default: lines }) } },
  (inputs) => ({
    lines: say({ text: inputs.lines }).outputs.text,
  }),
);

const pick = component({
  name: "pick",
  inputs: { speed: string({ literals: ["fast", "slow"] }), rank: int({ literals: [4, 16], default: 16 }) },
  outputs: { text: string() },
  container: ({ inputs, outputs }) =>
    sh('printf "%s %s" "$1" "$2" > "$3"', inputs.speed, inputs.rank, outputs.text.path),
});
const literals = pipeline(
  { name: "literals", inputs: { speed: string({ literals: ["fast", "slow"], default: "slow" }) } },
  ({ speed }) => ({
    given: pick({ speed }).outputs.text,
    constant: pick({ speed: "fast", rank: 4 }).outputs.text,
  }),
);

const nullsInDefaults = pipeline(
  {
    name: "nulls-in-defaults",
    inputs: {
      list: list(undefined, { default: ["a", null, [null]] }),
      struct: struct(undefined, { default: { a: null, b: { c: null } } }),
    },
  },
  (inputs) => ({
    list: sayList({ list: inputs.list }).outputs.text,
    struct: sayStruct({ struct: inputs.struct }).outputs.text,
  }),
);

interface Table extends Artifact<"example.Table"> {}
const Table = artifactType<Table>("example.Table");
const writeTable = component({
  name: "write-table",
  inputs: {},
  outputs: { table: Table },
  container: ({ outputs }) => sh('printf "a,b" > "$1"', outputs.table.path),
});
const readTable = component({
  name: "read-table",
  inputs: { table: Table },
  outputs: { text: string() },
  container: ({ inputs, outputs }) => sh('cat "$1" > "$2"', inputs.table.path, outputs.text.path),
});
const ownNamespace = pipeline({ name: "own-namespace", inputs: {} }, () => ({
  text: readTable({ table: writeTable({}).outputs.table }).outputs.text,
}));

const listOfArtifacts = pipeline({ name: "list-of-artifacts", inputs: {} }, () => ({
  text: readFiles({ files: writeFiles({}).outputs.files }).outputs.text,
}));

const wholeForDouble = pipeline(
  { name: "whole-for-double", inputs: { count: int({ default: 3 }) } },
  (inputs) => ({
    constant: sayNumber({ number: 7 }).outputs.text,
    handle: sayNumber({ number: inputs.count }).outputs.text,
  }),
);

const fractionOfMemory = pipeline({ name: "fraction-of-memory", inputs: {} }, () => ({
  text: say({ text: "done" }).resources({ memory: "1.5G", memoryRequest: "0.5Gi" }).outputs.text,
}));

const dynamicInIf = pipeline({ name: "dynamic-in-if", inputs: { mode: string() } }, ({ mode }) => {
  const cores = say({ text: "2" });
  return when(equals(mode, "big"), () => ({
    text: say({ text: "big" }).resources({ cpu: cores.outputs.text, memory: cores.outputs.text }).outputs
      .text,
  })).otherwise(() => ({ text: say({ text: "small" }).outputs.text }));
});

export const valueCases: readonly Case[] = [
  {
    title: "a default has line breaks, quotes and tabs in it",
    pipeline: lineBreaks,
    runs: [{ outputs: { lines } }, { parameters: { lines: "\n" }, outputs: { lines: "\n" } }],
  },
  {
    title: "a parameter has literals",
    pipeline: literals,
    runs: [
      { outputs: { given: "slow 16", constant: "fast 4" } },
      { parameters: { speed: "fast" }, outputs: { given: "fast 16", constant: "fast 4" } },
    ],
    written: ["literals:"],
  },
  {
    title: "defaults that are lists and structs hold null",
    pipeline: nullsInDefaults,
    runs: [{ outputs: { list: '["a",null,[null]]', struct: '{"a":null,"b":{"c":null}}' } }],
  },
  {
    title: "an artifact type has a namespace of its own",
    pipeline: ownNamespace,
    runs: [{ outputs: { text: "a,b" } }],
    written: ["schemaTitle: example.Table"],
  },
  {
    title: "a container gives a list of artifacts",
    pipeline: listOfArtifacts,
    runs: [{ outputs: { text: "one two " } }],
    written: ["isArtifactList: true"],
  },
  {
    title: "whole numbers go where a double is wanted",
    pipeline: wholeForDouble,
    runs: [{ outputs: { constant: "7", handle: "3" } }],
  },
  {
    title: "a task asks for a fraction of a unit of memory",
    pipeline: fractionOfMemory,
    runs: [{ outputs: { text: "done" } }],
    written: ["resourceMemoryLimit: 1.5G", "memoryLimit: 1.5", "resourceMemoryRequest: 0.5Gi"],
  },
  {
    title: "inside an if, resources depend on what a task outside gave",
    pipeline: dynamicInIf,
    runs: [
      { parameters: { mode: "big" }, outputs: { text: "big" } },
      { parameters: { mode: "other" }, outputs: { text: "small" } },
    ],
    written: ["resourceCpuLimit: \"{{$.inputs.parameters['pipelinechannel--say-text']}}\""],
  },
];
