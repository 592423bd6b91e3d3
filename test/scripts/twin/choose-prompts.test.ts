import { expect, test } from "vitest";
import type { Example } from "../../../components/conversation/example.ts";
import { choosePrompts } from "../../../scripts/twin/choose-prompts.ts";

function examples(...prompts: readonly string[]): readonly Example[] {
  return prompts.map((content, i) => ({
    id: `s${i}-1`,
    session: `chat.txt#${i}`,
    synthetic: false,
    source: { file: "chat.txt", firstLine: i, lastLine: i, start: null, end: null },
    messages: [
      { role: "user", content: "Something said before." },
      { role: "assistant", content: "Yes." },
      { role: "user", content },
      { role: "assistant", content: "Roger." },
    ],
  }));
}

test("three lines are picked, spread over the held-out time, neither too short nor too long", () => {
  const lines = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((name) => `This is line ${name}.`);
  const heldOut = examples("Ok.", ...lines, "long ".repeat(40));
  expect(choosePrompts(heldOut)).toEqual(["This is line b.", "This is line e.", "This is line h."]);
});

test("where few lines fit, any will do; none is shown twice", () => {
  expect(choosePrompts(examples("Ok.", "Ok.", "How do\nyou read me?"))).toEqual([
    "Ok.",
    "How do you read me?",
  ]);
  expect(choosePrompts([])).toEqual([]);
});
