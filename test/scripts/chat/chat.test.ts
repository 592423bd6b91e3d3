import { PassThrough, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../../../components/platform/endpoints/index.ts";
import { answerLines } from "../../../scripts/chat/answer-lines.ts";
import { converse } from "../../../scripts/chat/converse.ts";
import { showExchanges } from "../../../scripts/chat/exchanges.ts";
import { standInEndpoints, standInRecord } from "../../components/platform/endpoints/stand-in.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { Collector } from "./collector.ts";

// The stand-in answers with the number of messages it is shown, and the last of them.
let connection: Connection;
beforeAll(async () => {
  connection = await standInEndpoints().connect(standInRecord(temporaryFolder()));
});
afterAll(() => connection.close());

const { signal } = new AbortController();

test("each prompt is shown with its reply, in a conversation of its own", async () => {
  const output = new Collector();
  await showExchanges({ connection, me: "CDR", prompts: ["How do you read?", "Go."], output, signal });
  expect(output.text).toBe(
    "you  How do you read?\nCDR  1: How do you read? — ✓\n\nyou  Go.\nCDR  1: Go. — ✓\n\n",
  );
});

test("piped lines are one conversation, each answered with a line", async () => {
  const output = new Collector();
  const input = Readable.from(["Hello.\r\n\nHow do", " you read?\n/new\nGo.\n"]);
  expect(await answerLines({ connection, input, output, signal })).toBe(3);
  expect(output.text).toBe("1: Hello. — ✓\n3: How do you read? — ✓\n1: Go. — ✓\n");
});

test("piped lines end at /quit", async () => {
  const output = new Collector();
  expect(await answerLines({ connection, input: Readable.from(["Go.\n/quit\nGo.\n"]), output, signal })).toBe(
    1,
  );
  expect(output.text).toBe("1: Go. — ✓\n");
});

test("a long conversation is shown to the twin from a turn of the user's on, six turns back at most", async () => {
  const output = new Collector();
  const lines = Array.from({ length: 6 }, (_, i) => `line ${i}`);
  await answerLines({ connection, input: Readable.from([lines.join("\n")]), output, signal });
  expect(output.text.match(/^\d+/gm)).toEqual(["1", "3", "5", "7", "7", "7"]);
});

test("where the twin has no room for the conversation, older turns are left out", async () => {
  const output = new Collector();
  const lines = ["one", "two", "three", "short"];
  await answerLines({ connection, input: Readable.from([lines.join("\n")]), output, signal });
  expect(output.text.match(/^\d+/gm)).toEqual(["1", "3", "5", "3"]);
});

/** Types `keys` into a conversation, each when `output` shows what it waits for; gives all that was shown. */
async function typing(keys: readonly (readonly [waitFor: string, type: string])[]): Promise<string> {
  const input = new PassThrough();
  const output = new Collector();
  const conversation = converse({ connection, me: "CDR", prompts: ["Go."], input, output });
  let seen = 0;
  for (const [waitFor, type] of keys) {
    while (!output.text.includes(waitFor, seen)) await sleep(5);
    seen = output.text.indexOf(waitFor, seen) + waitFor.length;
    input.write(type);
  }
  await conversation;
  return output.text;
}

test("lines that come while the twin is answering are answered in their turn", async () => {
  const shown = await typing([
    ["you> ", "One.\rTwo.\rThree.\r"],
    ["5: Three.", "\u0004"],
  ]);
  expect(shown.match(/\d: \w+\./g)).toEqual(["1: One.", "3: Two.", "5: Three."]);
});

test("in a terminal replies stream, /new forgets, and Ctrl-D leaves", async () => {
  const shown = await typing([
    ["you> ", "Hello.\r"],
    ["✓", ""],
    ["you> ", "Again.\r"],
    ["✓", ""],
    ["you> ", "/new\r"],
    ["you> ", "Once more.\r"],
    ["✓", ""],
    ["you> ", "\u0004"],
  ]);
  expect(shown).toContain("CDR> 1: Hello. — ✓\n");
  expect(shown).toContain("CDR> 3: Again. — ✓\n");
  expect(shown).toContain("CDR> 1: Once more. — ✓\n");
});

test("Ctrl-C stops a reply, clears a line that was begun, and leaves at an empty prompt", async () => {
  const shown = await typing([
    ["you> ", "go on for ever\r"],
    ["and 3", "\u0003"],
    ["you> ", "half a li"],
    ["half a li", "\u0003"],
    ["you> ", "Still there?\r"],
    ["✓", ""],
    ["you> ", "\u0003"],
  ]);
  expect(shown).toContain(" (stopped)\n");
  expect(shown).toContain("3: Still there? — ✓\n");
});

test("a message that is refused is not part of the conversation, and /help says what one can do", async () => {
  const shown = await typing([
    ["you> ", "refuse\r"],
    ["ask again.", ""],
    ["you> ", "Hello.\r"],
    ["✓", ""],
    ["you> ", "/help\r"],
    ["you> ", "/quit\r"],
  ]);
  expect(shown).toContain("the message is too long");
  expect(shown).toContain("CDR> 1: Hello. — ✓\n");
  expect(shown).toContain("Somebody once said to CDR:\n  Go.\n");
});
