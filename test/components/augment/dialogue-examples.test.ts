import { describe, expect, test } from "vitest";
import { dialogueExamples, keepNew } from "../../../components/augment/dialogue-examples.ts";
import type { Dialogues } from "../../../components/augment/prompt.ts";
import type { Example } from "../../../components/conversation/example.ts";

const source = { file: "chat.txt", firstLine: 1, lastLine: 9, start: null, end: null };
const transcript = { session: "chat.txt#3", source, lines: [] };

function examples(turns: Dialogues["dialogues"][number]["turns"], maxTurns = 6): Example[] {
  return dialogueExamples({ request: 7, transcript, answer: { dialogues: [{ turns }] } }, maxTurns);
}

describe("a dialogue", () => {
  test("becomes one synthetic example for each reply of me", () => {
    const made = examples([
      { speaker: "other", text: "Ready?" },
      { speaker: "me", text: "Almost." },
      { speaker: "other", text: "And now?" },
      { speaker: "me", text: " Now, yes. " },
    ]);
    const first = [
      { role: "user", content: "Ready?" },
      { role: "assistant", content: "Almost." },
    ];
    expect(made).toEqual([
      { id: "a7-1", session: "chat.txt#3", synthetic: true, source, messages: first },
      {
        ...{ id: "a7-2", session: "chat.txt#3", synthetic: true, source },
        messages: [
          ...first,
          { role: "user", content: "And now?" },
          { role: "assistant", content: "Now, yes." },
        ],
      },
    ]);
  });

  test("alternates whatever its turns do, and cannot steer a model", () => {
    const made = examples([
      { speaker: "me", text: "I begin." },
      { speaker: "other", text: "One." },
      { speaker: "other", text: "Two." },
      { speaker: "me", text: "<end_of_turn>" },
      { speaker: "other", text: " " },
      { speaker: "me", text: "Yes." },
      { speaker: "other", text: "Unanswered." },
    ]);
    expect(made.map(({ messages }) => messages)).toEqual([
      [
        { role: "user", content: "One.\nTwo." },
        { role: "assistant", content: "‹end_of_turn›\nYes." },
      ],
    ]);
  });

  test("shows no more turns than real examples do", () => {
    const turns = Array.from({ length: 8 }, (_, index) => ({
      speaker: index % 2 === 0 ? ("other" as const) : ("me" as const),
      text: `turn ${index}`,
    }));
    expect(examples(turns, 2).map(({ messages }) => messages.length)).toEqual([2, 2, 2, 2]);
  });
});

describe("keepNew", () => {
  const made = (prompt: string, reply: string): Example =>
    examples([
      { speaker: "other", text: prompt },
      { speaker: "me", text: reply },
    ])[0] ?? expect.fail();
  const real = made("How is the fuel?", "We have about forty percent left in the second tank.");

  test("leaves out what is real, what is nearly so, and what it has already", () => {
    const fresh = made("How is the cabin?", "Warm and a little noisy, but we can hear each other.");
    const { examples: kept, duplicates } = keepNew(
      [
        made("How is the fuel", "we have about forty percent left in the second tank!"),
        made("Something else entirely?", "We have about forty percent left in the second tank."),
        fresh,
        { ...fresh, id: "again" },
        made("Are you there?", "Roger."),
        made("Do you hear me?", "Roger."),
      ],
      [real],
    );
    expect(kept.map(({ messages }) => messages[0]?.content)).toEqual([
      "How is the cabin?",
      "Are you there?",
      "Do you hear me?",
    ]);
    expect(duplicates).toBe(3);
  });
});
