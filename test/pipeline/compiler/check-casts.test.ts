// What a cast may change; the message is asserted whole.
import { expect, test } from "vitest";
import { cast, Dataset, int, type Ref, string } from "../../../pipeline/index.ts";
import { make, mistake, problemsOf, train, use, whole } from "./mistakes.ts";

test("a parameter is not cast to an artifact, nor an artifact to a parameter", () => {
  const wrong = mistake(({ seed }) => {
    // @ts-expect-error: a text is no artifact
    const trained = train({ data: cast(make({ seed }).outputs.text, Dataset) });
    // @ts-expect-error: an artifact is no text
    use({ text: cast(trained.outputs.model, string()) as Ref<string> });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "ARTIFACT_TYPE_MISMATCH",
      where: "p/train",
      message: "a STRING is cast to a system.Dataset. Call a component that makes the one of the other.",
    },
    {
      code: "ARTIFACT_TYPE_MISMATCH",
      where: "p/use",
      message: "a system.Model is cast to a STRING. Call a component that makes the one of the other.",
    },
  ]);
});

test("a parameter is cast to another, and an artifact to another", () => {
  const right = mistake(({ seed }) => {
    whole({ number: cast(make({ seed }).outputs.text, int()) });
  });
  expect(problemsOf(right)).toEqual([]);
});
