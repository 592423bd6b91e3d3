// Turns a chat file's bytes into text, whatever program wrote them: UTF-8 with or without a mark, or UTF-16.
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Throws `CHAT_UNREADABLE` for bytes that are no text. Line ends become `\n`. */
export function decodeText(file: string, bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(file, `is not valid ${encoding.toUpperCase()}`);
  }
  if (text.includes("\0")) throw unreadable(file, "holds binary data");
  return text.replaceAll(/\r\n?/g, "\n");
}

/** A byte order mark decides; without one, a zero in every second byte is UTF-16. */
function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const pairs = Math.min(bytes.length >> 1, 512);
  let evenZeros = 0;
  let oddZeros = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (bytes[pair * 2] === 0) evenZeros += 1;
    if (bytes[pair * 2 + 1] === 0) oddZeros += 1;
  }
  if (oddZeros > pairs * 0.4 && evenZeros < pairs * 0.05) return "utf-16le";
  if (evenZeros > pairs * 0.4 && oddZeros < pairs * 0.05) return "utf-16be";
  return "utf-8";
}

function unreadable(file: string, what: string): UserError {
  return new UserError(
    "CHAT_UNREADABLE",
    `chats: "${file}" ${what}. Give a WhatsApp export (.txt or .zip) or a transcript saved as UTF-8 text.`,
  );
}
