import { describe, expect, test } from "vitest";
import { dialoguePrompt, styleReplies, transcriptsOf } from "../../../components/augment/prompt.ts";
import { smallDataset } from "./dataset.ts";

const { train } = smallDataset();

describe("the prompt", () => {
  test("shows each training session once, as who said what", () => {
    const transcripts = transcriptsOf(train);
    expect(transcripts.map(({ session }) => session)).toEqual(
      Array.from({ length: 9 }, (_, index) => `chat.txt#${index + 1}`),
    );
    expect(transcripts[0]?.lines.slice(0, 2)).toEqual([
      "other: question number 0",
      "me: my answer to number 0",
    ]);
    expect(transcripts[0]?.lines).toHaveLength(20);
    expect(transcripts[0]?.source).toEqual({
      ...{ file: "chat.txt", firstLine: 1, lastLine: 20 },
      ...{ start: "2024-03-14T08:00:00", end: "2024-03-14T08:09:00" },
    });
  });

  test("shows a long session in pieces", () => {
    const one = train.map((example) => ({ ...example, session: "chat.txt#1" }));
    expect(transcriptsOf(one).map(({ lines }) => lines.length)).toEqual([60, 60, 60]);
  });

  test("shows how me writes by replies from all over the training part", () => {
    const replies = styleReplies(train);
    expect(replies).toHaveLength(16);
    expect([replies[0], replies.at(-1)]).toEqual(["my answer to number 0", "my answer to number 84"]);
  });

  test("holds both between marks and asks for other situations in later rounds", () => {
    const [transcript] = transcriptsOf(train);
    if (transcript === undefined) expect.fail();
    const prompt = dialoguePrompt(transcript, ["Roger."], 2);
    expect(prompt).toContain("<replies>\n- Roger.\n</replies>");
    expect(prompt).toContain("<transcript>\nother: question number 0\n");
    expect(prompt).toContain("This is round 2");
    expect(dialoguePrompt(transcript, [], 1)).not.toContain("round");
  });
});
