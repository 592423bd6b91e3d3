// Takes the chat's text out of an export that is a zip archive with media beside it.
import { unzipSync, type UnzipFileInfo } from "fflate";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Bytes; well above any real chat. A small archive that unpacks into more is an attack. */
const largestChat = 512 * 1024 * 1024;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** The bytes of `_chat.txt`, else of the archive's first `.txt`. Nothing is written anywhere; names are not used as paths. */
export function readChatFromZip(file: string, bytes: Uint8Array): Uint8Array {
  const texts = list(file, bytes).filter(({ name }) => name.toLowerCase().endsWith(".txt"));
  const chat = texts.find(({ name }) => name.split("/").at(-1) === "_chat.txt") ?? texts[0];
  if (chat === undefined) throw broken(file, "is a zip archive without a .txt file in it");
  if (chat.originalSize > largestChat) {
    throw broken(file, `holds a chat of ${chat.originalSize} bytes, more than ${largestChat}`);
  }
  try {
    const unpacked = unzipSync(bytes, { filter: ({ name }) => name === chat.name })[chat.name];
    if (unpacked !== undefined) return unpacked;
  } catch {
    // It is damaged, or packed in a way that is not known: the same to the reader.
  }
  throw broken(file, `is a zip archive whose "${chat.name}" cannot be unpacked`);
}

function list(file: string, bytes: Uint8Array): readonly UnzipFileInfo[] {
  const entries: UnzipFileInfo[] = [];
  try {
    unzipSync(bytes, { filter: (entry) => entries.push(entry) < 0 });
  } catch {
    throw broken(file, "is a damaged zip archive");
  }
  return entries;
}

function broken(file: string, what: string): UserError {
  return new UserError(
    "CHAT_UNREADABLE",
    `chats: "${file}" ${what}. Export the chat again, or give the _chat.txt from inside it.`,
  );
}
