import { describe, expect, test } from "vitest";
import { splitIntoSessions } from "../../../components/conversation/sessions.ts";
import { chatOf } from "./chats.ts";

const texts = (text: string, gap: number): string[][] =>
  splitIntoSessions(chatOf(text), gap).map(({ messages }) => messages.map((message) => message.text));

describe("a session", () => {
  test("ends at a silence longer than the gap", () => {
    const text = "[00:00:00] A: a\n[00:00:10] B: b\n[00:00:21] A: c\n[00:00:31] B: d\n";
    expect(texts(text, 10)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  test("ends where the clock goes back further than the gap", () => {
    expect(texts("[00:01:00] A: a\n[00:00:55] B: b\n[00:00:00] A: c\n", 10)).toEqual([["a", "b"], ["c"]]);
  });

  test("is named by its file and its number there", () => {
    const ids = splitIntoSessions(chatOf("[00:00:00] A: a\n[01:00:00] B: b\n", "x/y.txt"), 60).map(
      ({ id }) => id,
    );
    expect(ids).toEqual(["x/y.txt#1", "x/y.txt#2"]);
  });

  test("without pauses is cut into parts of which a tenth can be held out", () => {
    const lines = Array.from(
      { length: 100 },
      (_, index) => `${index % 2 === 0 ? "Ann" : "Bob"}: line ${index}`,
    );
    const sizes = splitIntoSessions(chatOf(lines.join("\n")), 1800).map(({ messages }) => messages.length);
    expect(sizes).toEqual([20, 20, 20, 20, 20]);
  });

  test("that is too long is cut at its longest pause", () => {
    const time = (index: number): string =>
      new Date((index + (index >= 15 ? 60 : 0)) * 1000).toISOString().slice(11, 19);
    const lines = Array.from(
      { length: 30 },
      (_, index) => `[${time(index)}] ${index % 2 === 0 ? "Ann" : "Bob"}: x`,
    );
    const sizes = splitIntoSessions(chatOf(lines.join("\n")), 1800).map(({ messages }) => messages.length);
    expect(sizes).toEqual([15, 15]);
  });
});
