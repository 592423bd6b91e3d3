// Settings that no platform could follow. Each message is asserted whole.
import { expect, test } from "vitest";
import { importer, Model, parallelFor, pipeline } from "../../../pipeline/index.ts";
import { mistake, problemsOf, use } from "./mistakes.ts";

test("an iteration takes its items from an input and gives them to one", () => {
  const wrong = mistake(() => {
    use({ text: "x" }).iterate({ itemInput: "txt", items: { inputParameter: "texts" }, parallelism: 0 });
    use({ text: "x" }).iterate({ itemInput: "text", items: { raw: "a, b" } });
  });
  const code = "ILLEGAL_SETTING";
  expect(problemsOf(wrong)).toEqual([
    {
      code,
      where: "p/use",
      message: 'iterate() gives its items to "txt", which is no input. Its inputs are: text.',
    },
    {
      code,
      where: "p/use",
      message: 'iterate() takes its items from "texts", which is no input. Its inputs are: text.',
    },
    { code, where: "p/use", message: "parallelism is 0. Give a whole number above 0, or leave it out." },
    {
      code,
      where: "p/use-2",
      message:
        'iterate() takes its items from "a, b", which is no JSON of a list. Give a list, as "[4, 16]".',
    },
  ]);
});

test("settings that no platform could follow are named", () => {
  const inner = pipeline({ name: "inner", inputs: {} }, () => void use({ text: "x" }));
  const wrong = mistake(({ numbers }) => {
    use({ text: "x" })
      .retry({ maxRetryCount: -1, backoffFactor: 0, backoffDuration: "soon" })
      .resources({ cpu: "many", memory: "32 GB", accelerator: { type: "NVIDIA_L4", count: 0.5 } });
    inner({}).env({ A: "1" }).resources({ cpu: 1 }).platform("kubernetes", { pvcMount: [] });
    importer({ type: Model, uri: "gs://model" }).env({ A: "1" });
    parallelFor({ items: numbers, parallelism: 0 }, () => void use({ text: "x" }));
  });
  const where = "p/use";
  const code = "ILLEGAL_SETTING";
  expect(problemsOf(wrong)).toEqual([
    { code, where, message: "maxRetryCount is -1. Give a whole number, 0 or more." },
    { code, where, message: "backoffFactor is 0. Give a number above 0." },
    {
      code,
      where,
      message: 'backoffDuration is "soon". Give a number and a unit, as "60s", "5m", "1h" or "1d".',
    },
    { code, where, message: 'cpu is "many". Give cores, as 8, "0.5" or "500m".' },
    { code, where, message: 'memory is "32 GB". Give an amount, as "32G" or "512Mi".' },
    { code, where, message: "the accelerator's count is 0.5. Give a whole number above 0." },
    {
      code,
      where: "p/inner",
      message: "resources() is set, but a pipeline has no container. Set it on the tasks inside.",
    },
    {
      code,
      where: "p/inner",
      message: "env() is set, but a pipeline has no container. Set it on the tasks inside.",
    },
    {
      code,
      where: "p/inner",
      message:
        "something is set for kubernetes, but a pipeline has no container. Set it on the tasks inside.",
    },
    {
      code,
      where: "p/importer",
      message: "env() is set, but an importer has no container. Set it on a task that has one.",
    },
    {
      code,
      where: "p/for-loop-1",
      message: "parallelism is 0. Give a whole number above 0, or leave it out.",
    },
  ]);
});

test("an accelerator has a type", () => {
  const wrong = mistake(({ numbers }) => {
    use({ text: "x" }).resources({ accelerator: { type: "", count: 1 } });
    parallelFor({ items: [] as readonly number[] }, () => void use({ text: "x" }));
    parallelFor({ items: numbers }, () => void use({ text: "x" }));
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "ILLEGAL_SETTING",
      where: "p/use",
      message: 'the accelerator\'s type is "". Give one, as "NVIDIA_L4", or leave out the accelerator.',
    },
  ]);
});
