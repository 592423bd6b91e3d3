import { describe, expect, test } from "vitest";
import { brief, chatOf } from "../chats.ts";

describe("a WhatsApp export", () => {
  test("from Android becomes messages with wall time and place", () => {
    const chat = chatOf("14/03/2024, 21:07 - Ana: hola\nqué tal\n14/03/2024, 21:08 - Bob: bien\n");
    expect(chat).toEqual({
      file: "chat.txt",
      format: "whatsapp",
      clock: "wall",
      dateOrder: { order: "dmy", decidedBy: "number above 12" },
      unreadLines: 0,
      messages: [
        {
          ...{ kind: "text", author: "Ana", header: "Ana", text: "hola\nqué tal", raw: "hola\nqué tal" },
          ...{ edited: false, time: "2024-03-14T21:07:00", seconds: 1_710_450_420 },
          ...{ file: "chat.txt", line: 1, lastLine: 2 },
        },
        {
          ...{ kind: "text", author: "Bob", header: "Bob", text: "bien", raw: "bien" },
          ...{ edited: false, time: "2024-03-14T21:08:00", seconds: 1_710_450_480 },
          ...{ file: "chat.txt", line: 3, lastLine: 4 },
        },
      ],
    });
  });

  test("from an iPhone keeps its notices out of people's mouths", () => {
    const chat = chatOf(
      "[14/03/2024, 09:15:00] Trip: \u200eAna created this group\n[14/03/2024, 09:16:00] Ana: hi all\n",
    );
    expect(brief(chat)).toEqual([
      { time: "2024-03-14T09:15:00", author: null, kind: "system", text: "" },
      { time: "2024-03-14T09:16:00", author: "Ana", kind: "text", text: "hi all" },
    ]);
  });

  test("whose days and months are all small is read by the smallest steps", () => {
    const chat = chatOf(
      "01/03/2024, 10:00 - Ana: a\n02/03/2024, 10:00 - Bob: b\n03/03/2024, 10:00 - Ana: c\n",
    );
    expect(chat.dateOrder).toEqual({ order: "dmy", decidedBy: "smallest steps" });
  });

  test("that nothing decides says that its order is assumed", () => {
    expect(chatOf("05/05/2024, 10:00 - Ana: a\n").dateOrder).toEqual({ order: "dmy", decidedBy: "assumed" });
  });

  test("keeps a pasted line of an older chat inside the message", () => {
    const chat = chatOf(
      "25/03/2024, 09:15 - Bob: look:\n01/02/2019, 08:00 - Eve: never\n25/03/2024, 09:16 - Ana: wow\n",
    );
    expect(brief(chat).map(({ author, text }) => [author, text])).toEqual([
      ["Bob", "look:\n01/02/2019, 08:00 - Eve: never"],
      ["Ana", "wow"],
    ]);
  });

  test("with one date far in the future still gives its other messages", () => {
    const lines = [
      "01/01/2099, 10:00 - Ana: oops",
      "13/03/2024, 10:00 - Bob: b",
      "14/03/2024, 10:00 - Ana: c",
    ];
    expect(chatOf(lines.join("\n")).messages.map(({ text }) => text)).toEqual(["oops", "b", "c"]);
  });

  test("keeps a log line of another style inside the message", () => {
    const text =
      "25/03/2024, 09:15 - Ana: it says\n[2024-03-25 09:14:59] ERROR: no\n25/03/2024, 09:16 - Bob: hm\n";
    expect(chatOf(text).messages.map((message) => message.text)).toEqual([
      "it says\n[2024-03-25 09:14:59] ERROR: no",
      "hm",
    ]);
  });

  test("keeps the joiners of emoji and drops marks of direction", () => {
    const chat = chatOf("25/03/2024, 09:15 - \u202a+44\u00a07700\u00a0900123\u202c: \u200ffamily 👨‍👩‍👧\n");
    expect(brief(chat)).toEqual([
      { time: "2024-03-25T09:15:00", author: "+44 7700 900123", kind: "text", text: "family 👨‍👩‍👧" },
    ]);
  });
});
