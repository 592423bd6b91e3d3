// What leaves a body is what was said. Each message is asserted whole.
import { expect, test } from "vitest";
import { equals, int, pipeline, type Ref, string, when } from "../../../pipeline/index.ts";
import { make, mistake, problemsOf, rate } from "./mistakes.ts";

test("a pipeline returns what it declares", () => {
  const wrong = pipeline({ name: "p", inputs: {}, outputs: { text: string(), number: int() } }, () => {
    const made = make({ seed: "1" });
    const other = rate({});
    return { text: made.outputs.text, number: other.outputs.rate, more: made.outputs.count };
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "UNKNOWN_OUTPUT",
      where: "p",
      message: 'it returns "more", which it does not declare. Its outputs are: text, number.',
    },
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p",
      message:
        'output "number" is a NUMBER_DOUBLE, but a NUMBER_INTEGER is wanted. Return a handle of that type.',
    },
  ]);
});

test("branches give the same under one name", () => {
  const wrong = mistake(({ seed }) => {
    when(equals(seed, "a"), () => ({ number: make({ seed }).outputs.count }))
      .elseIf(equals(seed, "b"), () => ({ number: rate({}).outputs.rate }))
      .otherwise((() => ({ numbre: make({ seed }).outputs.count })) as unknown as () => {
        number: Ref<number>;
      });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "UNKNOWN_OUTPUT",
      where: "p/condition-branches-1/condition-4",
      message: 'it returns "numbre", which the first branch does not. Return the same from each.',
    },
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p/condition-branches-1/condition-3",
      message:
        'output "number" is a NUMBER_DOUBLE, but a NUMBER_INTEGER is wanted. Return a handle of that type.',
    },
    {
      code: "MISSING_OUTPUT",
      where: "p/condition-branches-1/condition-4",
      message: 'it does not return "number", which the first branch returns. Return a NUMBER_INTEGER.',
    },
  ]);
});
