// What tasks are given fits what their components take. Each message is asserted whole.
import { expect, test } from "vitest";
import { double, Model, pipeline, type Ref, type Dataset } from "../../../pipeline/index.ts";
import { mistake, problemsOf, train, use, whole } from "./mistakes.ts";

test("an integer input takes no fraction", () => {
  expect(problemsOf(mistake(() => void whole({ number: 1.5 })))).toEqual([
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p/whole",
      message: 'input "number" is 1.5, which is no NUMBER_INTEGER. Give a value of that type.',
    },
  ]);
});

test("an integer input takes no handle to a double", () => {
  const wrong = pipeline(
    { name: "p", inputs: { rate: double() } },
    ({ rate }) => void whole({ number: rate }),
  );
  expect(problemsOf(wrong)).toEqual([
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p/whole",
      message:
        'input "number" takes a NUMBER_DOUBLE, but wants a NUMBER_INTEGER. Give a handle of that type.',
    },
  ]);
});

test("an artifact of another type is refused where tsc was told to look away", () => {
  const wrong = pipeline({ name: "p", inputs: { model: Model } }, ({ model }) => {
    train({ data: model as unknown as Ref<Dataset> });
    train({ data: "gs://data" as unknown as Ref<Dataset> });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "ARTIFACT_TYPE_MISMATCH",
      where: "p/train",
      message: 'input "data" takes a system.Model, but wants a system.Dataset. Give a handle of that type.',
    },
    {
      code: "ARTIFACT_TYPE_MISMATCH",
      where: "p/train-2",
      message: 'input "data" is "gs://data", but wants a system.Dataset. Bring it in with importer().',
    },
  ]);
});

test("inputs that are missing or unknown are named", () => {
  const call = train as unknown as (inputs: object) => void;
  expect(problemsOf(mistake(() => void call({ date: 1 })))).toEqual([
    { code: "MISSING_INPUT", where: "p/train", message: 'input "data" is missing. Give a system.Dataset.' },
    { code: "UNKNOWN_INPUT", where: "p/train", message: 'there is no input "date". Its inputs are: data.' },
  ]);
});

test("a constant holds nothing but JSON and handles", () => {
  const wrong = mistake(() => void use({ text: new Date(0) as unknown as string }));
  expect(problemsOf(wrong)).toEqual([
    {
      code: "NOT_JSON",
      where: "p/use",
      message:
        'input "text" holds something that is no JSON. Give text, numbers, lists, plain objects and handles only.',
    },
  ]);
});

test("a handle is put into text with text`...`", () => {
  expect(problemsOf(mistake(({ seed }) => void use({ text: `seed ${seed}` })))).toEqual([
    {
      code: "OBJECT_IN_TEXT",
      where: "p/use",
      message:
        'input "text" is "seed [object Object]", where a handle was put into text. Write text`...` with the handle in it.',
    },
  ]);
});
