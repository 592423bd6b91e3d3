import { describe, expect, test } from "vitest";
import { nearDuplicates } from "../../../components/conversation/near-duplicates.ts";

const sentence =
  "We would like you to turn on the fan in oxygen tank number two and tell us what you read there";

describe("near duplicates", () => {
  test.each([
    ["the same words", sentence, true],
    ["the same but for case and punctuation", `${sentence.toUpperCase()}!`, true],
    ["one word more in a long text", `${sentence} now`, true],
    [
      "other words of the same length",
      "The recovery forces have a visual on the parachutes and the ship is closing in fast, swimmers ready",
      false,
    ],
    ["half of it", sentence.slice(0, 50), false],
    ["nothing", "", false],
  ])("%s: %#", (_, text, expected) => {
    const known = nearDuplicates();
    known.add(sentence);
    expect(known.has(text)).toBe(expected);
  });

  test("are found among thousands in time that grows with their number only", () => {
    const known = nearDuplicates();
    for (let index = 0; index < 3000; index += 1)
      known.add(`message number ${index * 7919} about subject ${index * 104_729}`);
    known.add(sentence);
    expect([known.has(sentence), known.has("something else altogether, said by nobody")]).toEqual([
      true,
      false,
    ]);
  });
});
