import { expect, test } from "vitest";
import { reasonToStop } from "../../../components/gate/verdict.ts";

const better = { baseBits: 1.85, twinBits: 1.79, gain: 0.06, gainError: 0.02, minimumGain: 0 };

test("a twin that gained on its base passes", () => {
  expect(reasonToStop(better)).toBeUndefined();
  expect(reasonToStop({ ...better, minimumGain: 0.059 })).toBeUndefined();
});

test("a twin that did not is stopped, with the numbers and what to do", () => {
  expect(reasonToStop({ ...better, twinBits: 1.87, gain: -0.02 })).toBe(
    "gate: the twin (1.870 bits per character) is not better than its base (1.850): " +
      "it gains -0.020 ± 0.020, and more than 0 is wanted. " +
      "Train it longer (epochs, rank), give it more chats, or lower minimumGain.",
  );
});

test.each([
  ["no gain at all", { gain: 0 }],
  ["a gain as large as the least and no larger", { gain: 0.06, minimumGain: 0.06 }],
  ["a gain that is no number", { gain: Number.NaN }],
])("%s is not enough", (_, change) => {
  expect(reasonToStop({ ...better, ...change })).toMatch(/^gate: the twin/);
});
