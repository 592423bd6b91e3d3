import { expect, test } from "vitest";
import { decodeText } from "../../../components/conversation/decode-text.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";

const text = "[00:00:04] Zoë: olá 👋\n[00:00:05] Bob: ja\n";

test.each([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
  ["UTF-16 with a mark", Buffer.from(`\ufeff${text}`, "utf16le")],
  ["UTF-16 without one", Buffer.from(text, "utf16le")],
  ["big-endian UTF-16 with a mark", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ["carriage returns", Buffer.from(text.replaceAll("\n", "\r\n"))],
])("%s is read", (_, bytes) => {
  expect(decodeText("chat.txt", bytes)).toBe(text);
});

test.each([
  ["an image", Buffer.from("89504e470d0a1a0a0000000dff", "hex"), "is not valid UTF-8"],
  ["bytes with zeros", Buffer.from("Ana: hi\0\x01"), "holds binary data"],
  ["half a character", Buffer.from("Ana: \xe3", "latin1"), "is not valid UTF-8"],
])("%s is refused", (_, bytes, what) => {
  expect(() => decodeText("chat.txt", bytes)).toThrow(
    new UserError(
      "CHAT_UNREADABLE",
      `chats: "chat.txt" ${what}. Give a WhatsApp export (.txt or .zip) or a transcript saved as UTF-8 text.`,
    ),
  );
});
