// Names, defaults and types of components. Each message is asserted whole.
import { expect, test } from "vitest";
import {
  artifactList,
  artifactType,
  cast,
  component,
  Dataset,
  importer,
  int,
  Model,
  pipeline,
  string,
} from "../../../pipeline/index.ts";
import { container, mistake, problemsOf, whole } from "./mistakes.ts";

test("a default is of the input's type", () => {
  const wrong = pipeline(
    { name: "p", inputs: { rank: int({ default: 0.5 }) } },
    ({ rank }) => void whole({ number: rank }),
  );
  expect(problemsOf(wrong)).toEqual([
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p",
      message: 'the default of input "rank" is 0.5, which is no NUMBER_INTEGER. Give a default of that type.',
    },
  ]);
});

test("names are written as Kubernetes wants them", () => {
  const inputs = { "a'b": string(), "-st": string(), "größe 1.2": string() };
  const shouting = component({ name: "Use It", inputs, container });
  expect(problemsOf(mistake(() => void shouting({ "a'b": "x", "-st": "y", "größe 1.2": "z" })))).toEqual([
    {
      code: "ILLEGAL_NAME",
      where: "Use It",
      message: '"Use It" is no name. Use small letters, digits and dashes, a letter first.',
    },
    {
      code: "ILLEGAL_NAME",
      where: "Use It",
      message: `"a'b" is no name for an input or output. Use letters, digits, "_", "-", "." and spaces, a letter, digit or "_" first.`,
    },
    {
      code: "ILLEGAL_NAME",
      where: "Use It",
      message:
        '"-st" is no name for an input or output. Use letters, digits, "_", "-", "." and spaces, a letter, digit or "_" first.',
    },
  ]);
});

test("an artifact type has a namespace, a name and a version of three numbers", () => {
  const read = component({
    name: "read",
    inputs: { a: artifactType("Model"), b: artifactType("example.Model", "1") },
    container,
  });
  const wrong = mistake(() => {
    const model = importer({ type: Model, uri: "gs://model" }).outputs.artifact;
    read({ a: cast(model, artifactType("Model")), b: cast(model, artifactType("example.Model")) });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "ILLEGAL_ARTIFACT_TYPE",
      where: "read",
      message: 'the type of "a" is "Model". Give a namespace and a name, as "example.Model".',
    },
    {
      code: "ILLEGAL_ARTIFACT_TYPE",
      where: "read",
      message: 'the type of "b" has the version "1". Give three numbers, as "0.0.1".',
    },
  ]);
});

test("code makes no list of artifacts", () => {
  const python = {
    image: "python:3.12",
    file: "split.py",
    source: "def split():\n    pass\n",
    function: "split",
  };
  const split = component({ name: "split", inputs: {}, outputs: { parts: artifactList(Dataset) }, python });
  expect(problemsOf(mistake(() => void split({})))).toEqual([
    {
      code: "ARTIFACT_LIST_OUTPUT",
      where: "split",
      message:
        'output "parts" is a list of artifacts, which its code cannot make. Make one artifact, and collect several with parallelFor().',
    },
  ]);
});
