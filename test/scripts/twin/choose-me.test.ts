import { expect, test } from "vitest";
import { chooseMe, participantMeant } from "../../../scripts/twin/choose-me.ts";

const participants = [
  { name: "Ana", messages: 130, texts: 120 },
  { name: "Bob", messages: 90, texts: 87 },
  { name: "2", messages: 3, texts: 3 },
];

test("a participant is meant by name, by name in other capitals, or by number", () => {
  expect(
    ["Bob", " ana ", "1", "2", "3", "4", "0", "Eve", ""].map((answer) =>
      participantMeant(answer, participants),
    ),
  ).toEqual(["Bob", "Ana", "Ana", "2", "2", undefined, undefined, undefined, undefined]);
});

test("without a terminal the names are listed and nobody is asked", async () => {
  await expect(chooseMe(participants, new AbortController().signal)).rejects.toThrow(
    "twin: --me does not say whose twin it is to be. " +
      'Give --me one of: "Ana" (130 messages), "Bob" (90), "2" (3).',
  );
});
