import { describe, expect, test } from "vitest";
import { findMe, participantsOf } from "../../../components/conversation/participants.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { chatOf } from "./chats.ts";

const people = (text: string): ReturnType<typeof participantsOf> => participantsOf([chatOf(text)]);
const trip = people("[00:01] Ana: hi\n[00:02] Bob: hello\n[00:03] Ana: ...\n[00:04] Ana: bye\n");

test("participants come with their messages, those who write most first", () => {
  expect(trip).toEqual([
    { name: "Ana", messages: 3, texts: 2 },
    { name: "Bob", messages: 1, texts: 1 },
  ]);
});

test("names that differ in capitals, marks or composition alone are one participant", () => {
  expect(
    people("[00:01] zoe\u0308: a\n[00:02] Zo\u00eb: b\n[00:03] \u200eZo\u00eb : c\n[00:04] Bob: d\n"),
  ).toEqual([
    { name: "Zo\u00eb", messages: 3, texts: 3 },
    { name: "Bob", messages: 1, texts: 1 },
  ]);
});

describe("me", () => {
  test("is found whatever marks and composition the name has", () => {
    expect(findMe(people("[00:01] Zoe\u0308: a\n[00:02] Bob: b\n"), "\u200eZo\u00eb ")).toBe("Zo\u00eb");
  });

  test("is found by the only name that differs in case", () => {
    expect(findMe(trip, "ANA")).toBe("Ana");
  });

  test("is the most frequent spelling where several differ in case", () => {
    expect(findMe(people("[00:01] ANA: a\n[00:02] Ana: b\n[00:03] Ana: c\n"), "ANA")).toBe("Ana");
  });

  test("who is not in the chats is refused with a list of who is", () => {
    expect(() => findMe(trip, "Eve")).toThrow(
      new UserError(
        "ME_NOT_FOUND",
        'ingest: "Eve" is not in the chats. Use one of: "Ana" (3 messages), "Bob" (1).',
      ),
    );
  });

  test("is nobody in a chat of notices", () => {
    expect(() => findMe(people("14/03/2024, 21:07 - Ana left\n"), "Ana")).toThrow(
      new UserError(
        "NO_PARTICIPANTS",
        "ingest: nobody says anything in the chats, there are only notices. Give chats in which people write.",
      ),
    );
  });
});
