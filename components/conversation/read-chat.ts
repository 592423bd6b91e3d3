// Turns one chat file, whatever wrote it, into messages.
import { UserError } from "../../pipeline/ir/user-error.ts";
import { decodeText } from "./decode-text.ts";
import type { Chat } from "./message.ts";
import { readTranscript } from "./transcript/reader.ts";
import { readWhatsApp } from "./whatsapp/reader.ts";
import { isZip, readChatFromZip } from "./zip-entry.ts";

/**
 * `file` is the name by which messages and errors call it. Throws `CHAT_UNREADABLE`, `CHAT_EMPTY` or
 * `CHAT_FORMAT_UNKNOWN`.
 */
export function readChat(file: string, bytes: Uint8Array): Chat {
  const text = decodeText(file, isZip(bytes) ? readChatFromZip(file, bytes) : bytes);
  if (text.trim() === "") {
    throw new UserError("CHAT_EMPTY", `chats: "${file}" is empty. Export the chat again, without media.`);
  }
  const chat = parseChat(file, text);
  if (chat === null) {
    throw new UserError(
      "CHAT_FORMAT_UNKNOWN",
      `chats: "${file}" holds neither a WhatsApp export nor a transcript: no line opens with a date and a name, and ` +
        `no names with a colon recur. Give a WhatsApp export (.txt or .zip) or lines of the form "NAME: text".`,
    );
  }
  return chat;
}

/** The format under which more people's messages are found; null where neither finds any. */
export function parseChat(file: string, text: string): Chat | null {
  const whatsApp = readWhatsApp(file, text);
  // An export begins with a message. Where other lines come first, a transcript may quote an export.
  if (whatsApp !== null && whatsApp.unreadLines === 0 && countAuthored(whatsApp) > 0) return whatsApp;
  const transcript = readTranscript(file, text);
  return countAuthored(transcript) > countAuthored(whatsApp) ? transcript : whatsApp;
}

function countAuthored(chat: Chat | null): number {
  return chat?.messages.filter(({ author }) => author !== null).length ?? 0;
}
