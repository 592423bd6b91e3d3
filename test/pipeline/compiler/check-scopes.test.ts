// Values are used where they can be had, and leave only the bodies that make them. Each message is asserted whole.
import { expect, test } from "vitest";
import { equals, field, parallelFor, pipeline, type Ref, string, when } from "../../../pipeline/index.ts";
import { make, mistake, problemsOf, settle, use, whole } from "./mistakes.ts";

test("a value of one loop cannot be used beside the loop", () => {
  let leaked: Ref<string> | undefined;
  const wrong = mistake(({ numbers, seed }) => {
    parallelFor({ items: numbers }, () => {
      leaked = make({ seed }).outputs.text;
    });
    use({ text: leaked ?? "" });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/use",
      message:
        'input "text" takes the output "text" of "make" from inside p/for-loop-1. Return it from that body and take what the body gives.',
    },
  ]);
});

test("the item of a loop cannot leave its body", () => {
  let leaked: Ref<number> | undefined;
  const wrong = mistake(({ numbers, seed }) => {
    parallelFor({ items: numbers }, (item) => {
      leaked = item;
      make({ seed });
    });
    whole({ number: leaked ?? 0 });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/whole",
      message:
        'input "number" takes the item of a loop from inside p/for-loop-1. Return it from that body and take what the body gives.',
    },
  ]);
});

test("a pipeline cannot use what belongs to another", () => {
  let leaked: Ref<string> | undefined;
  pipeline({ name: "other", inputs: { seed: string() } }, ({ seed }) => {
    leaked = seed;
    make({ seed });
  });
  const wrong = mistake(() => void use({ text: leaked ?? "" }));
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/use",
      message:
        'input "text" takes the input "seed" of the pipeline "other". Give it to this one as an input.',
    },
  ]);
});

test("after() cannot wait for a task inside of a loop", () => {
  const wrong = mistake(({ numbers, seed }) => {
    let inside = make({ seed });
    parallelFor({ items: numbers }, () => {
      inside = make({ seed });
    });
    use({ text: "x" }).after(inside);
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/use",
      message:
        'after() waits for "make-2", which runs inside p/for-loop-1. Return a handle from that body and wait for it.',
    },
  ]);
});

test("an input cannot be given on as an output", () => {
  const wrong = pipeline({ name: "p", inputs: { seed: string() } }, ({ seed }) => {
    make({ seed });
    return { same: seed };
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "OUTPUT_FROM_OUTSIDE",
      where: "p",
      message:
        'output "same" is the input "seed", which no task in it makes. Call a component in the body that gives it as an output.',
    },
  ]);
});

test("a branch cannot give on what was made before it", () => {
  const wrong = mistake(({ seed }) => {
    const made = make({ seed });
    when(equals(seed, "a"), () => ({ text: make({ seed }).outputs.text })).otherwise(() => {
      use({ text: "b" });
      return { text: made.outputs.text };
    });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "OUTPUT_FROM_OUTSIDE",
      where: "p/condition-branches-1/condition-3",
      message:
        'output "text" is the output "text" of "make", which no task in it makes. Call a component in the body that gives it as an output.',
    },
  ]);
});

test("a field of an output cannot leave a body", () => {
  const wrong = pipeline({ name: "p", inputs: {} }, () => ({
    rank: field(settle({}).outputs.settings, "rank"),
  }));
  expect(problemsOf(wrong)).toEqual([
    {
      code: "OUTPUT_FROM_OUTSIDE",
      where: "p",
      message:
        'output "rank" is a field of an output. Call a component in the body that gives it as an output.',
    },
  ]);
});
