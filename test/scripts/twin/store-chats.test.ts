import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { nameCopies, storeChats } from "../../../scripts/twin/store-chats.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function chatFile(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test("the folder is named by what the chats hold, and holds them under their own names", async () => {
  const root = temporaryFolder();
  const file = chatFile(join(root, "in"), "WhatsApp Chat with Ana.txt", "Ana: hi\n");
  const { folder } = await storeChats([file], root);
  expect(basename(folder)).toMatch(/^[0-9a-f]{64}$/);
  expect(readdirSync(folder)).toEqual(["WhatsApp Chat with Ana.txt"]);
  expect(readFileSync(join(folder, "WhatsApp Chat with Ana.txt"), "utf8")).toBe("Ana: hi\n");
});

test("the same bytes are the same folder, wherever they come from; other bytes are another", async () => {
  const root = temporaryFolder();
  const one = (await storeChats([chatFile(join(root, "a"), "chat.txt", "Ana: hi\n")], root)).folder;
  const same = (await storeChats([chatFile(join(root, "b"), "chat.txt", "Ana: hi\n")], root)).folder;
  const other = (await storeChats([chatFile(join(root, "b"), "chat.txt", "Ana: hi!\n")], root)).folder;
  expect(same).toBe(one);
  expect(other).not.toBe(one);
  expect(readdirSync(join(root, "chats"))).toHaveLength(2); // and no folder that is half made
});

test("two files of one name are both kept; a file given twice is taken once", async () => {
  const root = temporaryFolder();
  const one = chatFile(join(root, "a"), "_chat.txt", "Ana: hi\n");
  const two = chatFile(join(root, "b"), "_chat.txt", "Bob: ho\n");
  const { folder } = await storeChats([one, two, one], root);
  expect(readdirSync(folder).sort()).toEqual(["_chat-2.txt", "_chat.txt"]);
});

test("names are made safe, and end so that they are known as chats", () => {
  expect(
    nameCopies(["/x/../.profile", "/x/Ana – Köln.TXT", "/x/a\nb*?.zip", "/x/chat.dat", "/x/ .txt"]),
  ).toEqual([
    { file: "/x/../.profile", name: "profile.txt" },
    { file: "/x/Ana – Köln.TXT", name: "Ana _ Köln.TXT" },
    { file: "/x/a\nb*?.zip", name: "a_b_.zip" },
    { file: "/x/chat.dat", name: "chat.dat.txt" },
    { file: "/x/ .txt", name: "chat.txt" },
  ]);
});

test.each([
  ["no-such.txt", "CHAT_MISSING", "there is no such file. Give the path of a chat export."],
  ["folder", "CHAT_IS_FOLDER", "this is a folder. Give the files in it, each with a --chat of its own."],
  ["empty.txt", "CHAT_EMPTY", "the file is empty. Export the chat again."],
])("%s is refused before anything is copied", async (name, code, said) => {
  const root = temporaryFolder();
  mkdirSync(join(root, "folder"));
  chatFile(root, "empty.txt", "");
  const file = join(root, name);
  const stored = storeChats([file], root);
  await expect(stored).rejects.toMatchObject({ code });
  await expect(stored).rejects.toThrow(`twin: --chat ${file}: ${said}`);
  expect(existsSync(join(root, "chats"))).toBe(false);
});

test("a copy can be discarded, but not one that was there before", async () => {
  const root = temporaryFolder();
  const file = chatFile(join(root, "a"), "chat.txt", "Ana: hi\n");
  const first = await storeChats([file], root);
  await (await storeChats([file], root)).discard();
  expect(existsSync(first.folder)).toBe(true);
  await first.discard();
  expect(existsSync(first.folder)).toBe(false);
});
