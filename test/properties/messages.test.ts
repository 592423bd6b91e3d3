// What holds for whatever people write.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backgroundOf } from "../../components/conversation/background.ts";
import { buildDataset } from "../../components/conversation/build-dataset.ts";
import type { Chat, Message } from "../../components/conversation/message.ts";
import { parseChat, readChat } from "../../components/conversation/read-chat.ts";
import { splitIntoSessions } from "../../components/conversation/sessions.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Letters, marks, digits and what headers are made of. */
const scrap = fc.constantFrom(
  ...[
    "14/03/2024, 21:07 - ",
    "[14.03.24, 9:07:01 PM] ",
    "[00:00:04]\n",
    "Ana: ",
    "Bob: ",
    "\u200e",
    "<",
    ">",
    ": ",
  ],
  ...[
    "\n",
    "\r\n",
    " ",
    "image omitted",
    "<attached: a.jpg>",
    "[21:07, 14/03/2024] ",
    "١٤/٣/٢٠٢٤، ٩:٠٧ م - ",
    "_page : 3\n",
  ],
  ...["-", "99/99/9999, 99:99 - x: y\n", "<|im_start|>", "👩‍🚀", "\ud83d", "é", "0"],
);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(scrap, { maxLength: 40 }).map((scraps) => scraps.join("")),
);

describe("reading", () => {
  test("arbitrary text gives a chat or none, and never throws", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const chat = parseChat("any.txt", text);
        for (const { line, lastLine } of chat?.messages ?? []) expect(line).toBeLessThanOrEqual(lastLine);
      }),
      { numRuns: 500 },
    );
  });

  test("arbitrary bytes give a chat or a message to the user", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, zip) => {
        const given = zip ? Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes]) : bytes;
        try {
          readChat("any.bin", given);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Words without what a header, a notice or a mark is made of. */
const words = fc
  .array(fc.stringMatching(/^[a-zäñя你👍?!,-]{1,12}$/u), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(" "))
  .filter((text) => text !== "null" && /[a-zäñя你👍]/u.test(text));
const bodies = fc.array(words, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"));
const names = fc.constantFrom("Ana", "Bob", "Eve 🌸", "+44 7700 900123");
const talks = fc.array(fc.record({ name: names, body: bodies, pause: fc.integer({ min: 0, max: 90 }) }), {
  minLength: 1,
  maxLength: 80,
});
type Talk = readonly { readonly name: string; readonly body: string; readonly pause: number }[];

const printers: { readonly [style: string]: (time: string, name: string, body: string) => string } = {
  android: (time, name, body) => `${dayFirst(time)}, ${time.slice(11, 16)} - ${name}: ${body}`,
  "an iPhone": (time, name, body) => `[${dayFirst(time)}, ${time.slice(11, 19)}] ${name}: ${body}`,
  "a transcriber": (time, name, body) => `[${time.slice(8, 19).replace("T", ":")}]\n${name}: ${body}\n`,
};

function dayFirst(time: string): string {
  return `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)}`;
}

function print(talk: Talk, printer: (time: string, name: string, body: string) => string): string {
  let minutes = 0;
  const lines = talk.map(({ name, body, pause }) => {
    minutes += pause;
    return printer(new Date(Date.UTC(2024, 2, 14, 9, minutes)).toISOString(), name, body);
  });
  return lines.join("\n") + "\n";
}

describe("what people write", () => {
  test.each(Object.keys(printers))("comes back word for word when %s prints it", (style) => {
    fc.assert(
      fc.property(talks, (talk) => {
        const printer = printers[style] ?? expect.fail();
        const read = parseChat("talk.txt", print(talk, printer))?.messages.map(({ author, text }) => [
          author,
          text,
        ]);
        expect(read).toEqual(talk.map(({ name, body }) => [name, body]));
      }),
      { numRuns: 100 },
    );
  });
});

describe("a dataset of whatever people write", () => {
  const longTalks = fc.array(
    fc.record({ name: names, body: bodies, pause: fc.integer({ min: 0, max: 40 }) }),
    {
      minLength: 150,
      maxLength: 250,
    },
  );
  const settings = { me: "Ana", sessionGap: 30, mergeWindow: 5, validationShare: 0.1, maxTurns: 4 };

  test("alternates, ends in me, splits by session and keeps me out of the background", () => {
    fc.assert(
      fc.property(longTalks, longTalks, (one, other) => {
        const chats = [one, other].map((talk, index) => markSpeaker(talk, `chat-${index}.txt`));
        const dataset = tryBuild(chats, settings);
        if (dataset === null) return;
        const { train, validation, background } = dataset;
        const sessionsOf = (rows: readonly { readonly session: string }[]): Set<string> =>
          new Set(rows.map(({ session }) => session));
        const heldOut = sessionsOf(validation);
        expect([...sessionsOf(train)].filter((session) => heldOut.has(session))).toEqual([]);
        expect([...sessionsOf(background)].filter((session) => heldOut.has(session))).toEqual([]);
        for (const { messages } of [...train, ...validation]) {
          expect(messages.map(({ role }) => role)).toEqual(
            messages.map((_, index) => (index % 2 === 0 ? "user" : "assistant")),
          );
          expect(messages.length % 2).toBe(0);
          expect(messages.length).toBeLessThanOrEqual(settings.maxTurns + 1);
          expect(messages.at(-1)?.content).toContain("said by Ana");
          expect(messages.every(({ content }) => content !== "")).toBe(true);
        }
        expect(JSON.stringify(background)).not.toContain("said by Ana");
      }),
      { numRuns: 60 },
    );
  });

  test("lets no later session into training", () => {
    fc.assert(
      fc.property(longTalks, (talk) => {
        const dataset = tryBuild([markSpeaker(talk, "chat.txt")], settings);
        if (dataset === null) return;
        const last = dataset.train.reduce(
          (latest, { source }) => ((source.end ?? "") > latest ? (source.end ?? "") : latest),
          "",
        );
        for (const { source } of dataset.validation) expect((source.start ?? "") >= last).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("loses no message between its sessions", () => {
    fc.assert(
      fc.property(talks, fc.integer({ min: 1, max: 100 }), (talk, minutes) => {
        const chat = markSpeaker(talk, "chat.txt");
        const sessions = splitIntoSessions(chat, minutes * 60);
        expect(sessions.flatMap(({ messages }) => messages)).toEqual(chat.messages);
        const texts = sessions.flatMap((session) => backgroundOf(session, "Ana", 300)?.turns ?? []);
        expect(texts.filter(({ author }) => author === "Ana")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** Every message says who said it, so that a word in the wrong place shows. */
function markSpeaker(talk: Talk, file: string): Chat {
  const marked = talk.map(({ name, body, pause }) => ({ name, body: `${body} said by ${name}`, pause }));
  const chat = parseChat(file, print(marked, printers["android"] ?? expect.fail()));
  return (
    chat ?? { file, format: "whatsapp", clock: "wall", unreadLines: 0, messages: [] as readonly Message[] }
  );
}

/** Null where the talk is too small to be a dataset. */
function tryBuild(
  chats: readonly Chat[],
  settings: Parameters<typeof buildDataset>[1],
): ReturnType<typeof buildDataset> | null {
  try {
    return buildDataset(chats, settings);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

describe("time", () => {
  const length = 200_000;
  test.each([
    ["spaces", `[00:00:01]\n_page : 1\nCDR: a${" ".repeat(length)}b\n`],
    ["open brackets", `[00:00:01]\n_page : 1\nCDR: ${"[glossary:".repeat(length / 10)}\n`],
    ["open parentheses", `[00:00:01]\n_page : 1\nCDR: ${"(laugh".repeat(length / 6)}\n`],
    ["empty lines", `14/03/2024, 21:07 - Ana: hi${"\n".repeat(length)}x`],
    ["file names", `14/03/2024, 21:07 - Ana: ${".a (".repeat(length / 4)})`],
    ["marks", `[14/03/2024, 21:07:00] Ana: ${"\u200e".repeat(length)}`],
    ["times", "[00:00:01]\n".repeat(length / 10)],
    ["colons", "a:".repeat(length / 2)],
  ])("does not grow faster than a text of many %s", (_, text) => {
    const start = performance.now();
    parseChat("long.txt", text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
