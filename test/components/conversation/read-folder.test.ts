import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readChats } from "../../../components/conversation/read-folder.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pollux-chats-"));
});
afterEach(() => rm(folder, { recursive: true }));

const talk = "Ana: hi\nBob: hello\n";

describe("readChats", () => {
  test("reads the chats of a folder in the order of their names and names what it skips", async () => {
    await mkdir(join(folder, "b"));
    await writeFile(join(folder, "b", "_chat.txt"), talk);
    await writeFile(join(folder, "b", "photo.jpg"), "x");
    await writeFile(join(folder, "a.txt"), talk);
    await writeFile(join(folder, ".DS_Store"), "x");
    const { chats, skippedFiles } = await readChats(folder);
    expect(chats.map(({ file }) => file)).toEqual(["a.txt", "b/_chat.txt"]);
    expect(skippedFiles).toEqual(["b/photo.jpg"]);
  });

  test("reads one file whatever its name ends in", async () => {
    await writeFile(join(folder, "talk"), talk);
    expect((await readChats(join(folder, "talk"))).chats.map(({ file }) => file)).toEqual(["talk"]);
    expect((await readChats(folder)).chats.map(({ file }) => file)).toEqual(["talk"]);
  });

  test.each([
    ["a missing path", "CHATS_NOT_FOUND", "none", '" does not exist. Give a chat file or a folder of them.'],
    [
      "a folder without files",
      "CHATS_NOT_FOUND",
      ".",
      '" (0 files, none ending in .txt or .zip). Put a WhatsApp export or a transcript there.',
    ],
    [
      "an empty file",
      "CHAT_EMPTY",
      "empty.txt",
      'chats: "empty.txt" is empty. Export the chat again, without media.',
    ],
    [
      "prose",
      "CHAT_FORMAT_UNKNOWN",
      "prose.txt",
      'chats: "prose.txt" holds neither a WhatsApp export nor a transcript: no line opens with a date and a name, and no names with a colon recur. Give a WhatsApp export (.txt or .zip) or lines of the form "NAME: text".',
    ],
    [
      "a damaged archive",
      "CHAT_UNREADABLE",
      "x.zip",
      'chats: "x.zip" is a damaged zip archive. Export the chat again, or give the _chat.txt from inside it.',
    ],
  ])("refuses %s", async (_, code, name, message) => {
    if (name === "empty.txt") await writeFile(join(folder, name), " \n");
    if (name === "prose.txt") await writeFile(join(folder, name), "It was a dark night.\n");
    if (name === "x.zip") await writeFile(join(folder, name), "PK\x03\x04 and no more");
    const error: unknown = await readChats(join(folder, name)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
