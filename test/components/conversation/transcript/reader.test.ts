import { describe, expect, test } from "vitest";
import { brief, chatOf } from "../chats.ts";
import { parseChat } from "../../../../components/conversation/read-chat.ts";

describe("a transcript", () => {
  test("with a time above each speech gives elapsed seconds, before zero too", () => {
    const chat = chatOf(
      "[-00:00:00:05]\nLCC: IGNITION --\n\n[00:00:01:02]\nCC: You're good at\n     1 minute.\n",
    );
    expect(chat).toEqual({
      file: "chat.txt",
      format: "transcript",
      clock: "elapsed",
      unreadLines: 0,
      messages: [
        {
          ...{ kind: "text", author: "LCC", header: "LCC", text: "IGNITION --", raw: "IGNITION --" },
          ...{ edited: false, time: "-00:00:00:05", seconds: -5, file: "chat.txt", line: 2, lastLine: 2 },
        },
        {
          ...{ kind: "text", author: "CC", header: "CC" },
          ...{ text: "You're good at 1 minute.", raw: "You're good at 1 minute." },
          ...{ edited: false, time: "00:00:01:02", seconds: 62, file: "chat.txt", line: 5, lastLine: 6 },
        },
      ],
    });
  });

  test("with a time before each name is read line by line", () => {
    const chat = chatOf("[00:00:04] CDR: Roger: clock.\n[00:01:15] CC: Roger. Roll.\n");
    expect(brief(chat)).toEqual([
      { time: "00:00:04", author: "CDR", kind: "text", text: "Roger: clock." },
      { time: "00:01:15", author: "CC", kind: "text", text: "Roger. Roll." },
    ]);
  });

  test("without times finds the names that recur, and leaves other colons alone", () => {
    const chat = chatOf("Ann Lee: First:\nNote: bring a pen.\nBob: ok\nAnn Lee: done\nBob: bye\n");
    expect(chat.clock).toBe("none");
    expect(brief(chat)).toEqual([
      { time: null, author: "Ann Lee", kind: "text", text: "First:\nNote: bring a pen." },
      { time: null, author: "Bob", kind: "text", text: "ok" },
      { time: null, author: "Ann Lee", kind: "text", text: "done" },
      { time: null, author: "Bob", kind: "text", text: "bye" },
    ]);
  });

  test("without times gives a person who is named once a message of their own", () => {
    const text =
      "Ann: hi\nBob: hello\nDr. Zoë O'Neil: Good day.\nEVE: Me too.\nAnn: one thing: cake\nso: yes\nOptions:\nBob: ok\n";
    expect(brief(chatOf(text)).map(({ author, text: said }) => [author, said])).toEqual([
      ["Ann", "hi"],
      ["Bob", "hello"],
      ["Dr. Zoë O'Neil", "Good day."],
      ["EVE", "Me too."],
      ["Ann", "one thing: cake\nso: yes\nOptions:"],
      ["Bob", "ok"],
    ]);
  });

  test("of two lines needs no name twice", () => {
    expect(chatOf("A: hi\nB: hello\n").messages.map(({ author }) => author)).toEqual(["A", "B"]);
  });

  test("takes minutes and seconds for such where no day has the hours", () => {
    const chat = chatOf("[12:30] Ann: a\n[59:10] Bob: b\n");
    expect(chat.messages.map(({ seconds }) => seconds)).toEqual([750, 3550]);
  });

  test("with a clock that starts again each day goes on by a day", () => {
    const chat = chatOf(
      "[09:00] Ann: a\n[22:00] Bob: b\n[21:58] Ann: c\n[08:30] Bob: d\n[08:31] Ann: e\n[07:00] Bob: f\n",
    );
    expect(chat.messages.map(({ seconds }) => (seconds ?? 0) / 3600)).toEqual([
      ...[9, 22, 21 + 58 / 60],
      ...[24 + 8.5, 24 + 8 + 31 / 60, 48 + 7],
    ]);
  });

  test.each([
    ["counts days", "[00:23:00:00] CC: a\n[00:01:00:00] CDR: b\n", [82_800, 3600]],
    ["counts hours beyond a day", "[102:45:40] CC: a\n[003:00:00] CDR: b\n", [369_940, 10_800]],
    ["counts down to a start", "[00:09:00] CC: a\n[-00:01:00] CDR: b\n", [540, -60]],
  ])("with a clock that %s keeps its times", (_, text, seconds) => {
    expect(chatOf(text).messages.map((message) => message.seconds)).toEqual(seconds);
  });

  test("counts a speech that nobody could make out as empty", () => {
    const chat = chatOf("[00:00:04] SC: ...\n[00:00:05] CC: Say again.\n");
    expect(brief(chat)[0]).toEqual({ time: "00:00:04", author: "SC", kind: "empty", text: "" });
  });

  test("keeps a time of another style, which somebody read out, in the speech", () => {
    const chat = chatOf("[00:01:00]\nCC: Burn at\n     026:42:57 roll 068\n");
    expect(chat.messages.map(({ text }) => text)).toEqual(["Burn at 026:42:57 roll 068"]);
  });

  test("is not made out of prose", () => {
    expect(parseChat("prose.txt", "There is one rule: none.\nIt was late.\nNobody spoke.\n")).toBeNull();
  });
});
