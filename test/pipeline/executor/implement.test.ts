// What the types of `implement` promise; `tsc` checks this file.
import { describe, expect, test } from "vitest";
import { implement, type InputArtifact } from "../../../pipeline/executor/index.ts";
import { countWords } from "./count-words.ts";

const returned = { count: 1, first: "a", all: ["a"] };

describe("implement", () => {
  test("gives code the types of its component", () => {
    const made = implement(countWords, async (inputs, outputs) => {
      const text: InputArtifact = inputs.text;
      const mode: string = inputs.mode; // has a default: always there
      const factor: number | undefined = inputs.factor;
      const base: InputArtifact | undefined = inputs.base;
      outputs.words.setMetadata({ text: text.name, mode, factor: factor ?? 0, base: base === undefined });
      return returned;
    });
    expect(made.component).toBe(countWords);
  });

  test("refuses code that does not fit its component", () => {
    // @ts-expect-error there is no input `txt`
    implement(countWords, async (inputs) => (void inputs.txt, returned));
    // @ts-expect-error an optional input may be absent
    implement(countWords, async (inputs) => ({ ...returned, count: inputs.factor * 2 }));
    // @ts-expect-error an output parameter is returned, not written
    implement(countWords, async (_, outputs) => (void outputs.count, returned));
    // @ts-expect-error output `all` is not returned
    implement(countWords, async () => ({ count: 1, first: "a" }));
    // @ts-expect-error `count` is a number
    implement(countWords, async () => ({ ...returned, count: "1" }));
    expect(implement).toBeTypeOf("function");
  });
});
