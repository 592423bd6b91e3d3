// The code of components is there and fits in. Each message is asserted whole.
import { expect, test } from "vitest";
import { component, string } from "../../../pipeline/index.ts";
import { mistake, problemsOf } from "./mistakes.ts";

test("a component's code must be there", () => {
  const nowhere = component({
    name: "nowhere",
    inputs: {},
    run: { image: "example.com/node:1", code: new URL("./nowhere.ts", import.meta.url) },
  });
  const remote = component({
    name: "remote",
    inputs: {},
    run: { image: "example.com/node:1", code: new URL("https://example.com/run.ts") },
  });
  const wrong = mistake(() => {
    nowhere({});
    remote({});
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "CODE_NOT_FOUND",
      where: "nowhere",
      message: 'its code "test/pipeline/compiler/nowhere.ts" does not exist. Write it, or correct the URL.',
    },
    {
      code: "CODE_NOT_FOUND",
      where: "remote",
      message:
        'its code is "https://example.com/run.ts", which is no file. Give new URL("./run.ts", import.meta.url).',
    },
  ]);
});

test("code that is embedded must fit in", () => {
  const counting = component({
    name: "counting",
    inputs: { text: string(), class: string() },
    python: {
      image: "python:3.12",
      file: "count.py",
      source: "def count(text):\n    pass\n",
      function: "counts",
    },
  });
  const nowhere = component({
    name: "nowhere",
    inputs: {},
    run: { image: "node:24", inline: true, code: new URL("./nowhere.ts", import.meta.url) },
  });
  const wrong = mistake(({ seed }) => {
    counting({ text: seed, class: seed });
    nowhere({});
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "CODE_UNUSABLE",
      where: "counting",
      message: 'count.py: defines no function "counts" at its top level. Define it there, or name another.',
    },
    {
      code: "CODE_UNUSABLE",
      where: "counting",
      message: 'count.py: counts cannot have a parameter "class". Rename the input or output.',
    },
    {
      code: "CODE_UNUSABLE",
      where: "nowhere",
      message: "nowhere.ts: it does not exist, so it cannot be bundled. Write it, or correct the URL.",
    },
  ]);
});
