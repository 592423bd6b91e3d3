// Reads every chat of a folder, or the one file that is given in its place.
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join, sep } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Chat } from "./message.ts";
import { readChat } from "./read-chat.ts";

export interface ReadChats {
  readonly chats: readonly Chat[];
  /** Files that are no chats by their name, such as the photos of an unpacked export. */
  readonly skippedFiles: readonly string[];
}

/** Endings by which a chat is known among other files. */
export const chatExtensions = new Set([".txt", ".text", ".md", ".log", ".zip"]);

/** In the order of their names. Throws `CHATS_NOT_FOUND` and what `readChat` throws. */
export async function readChats(path: string): Promise<ReadChats> {
  const files = await listFiles(path);
  const isChat = (file: string): boolean => chatExtensions.has(extname(file).toLowerCase());
  const chosen = files.length === 1 ? files : files.filter(isChat);
  if (chosen.length === 0) {
    throw new UserError(
      "CHATS_NOT_FOUND",
      `chats: there is no chat in "${path}" (${files.length} files, none ending in .txt or .zip). ` +
        `Put a WhatsApp export or a transcript there.`,
    );
  }
  const chats: Chat[] = [];
  for (const file of chosen) {
    const whole = files[0] === basename(path) && (await stat(path)).isFile() ? path : join(path, file);
    chats.push(readChat(file, await readFile(whole)));
  }
  return { chats, skippedFiles: files.filter((file) => !chosen.includes(file)) };
}

async function listFiles(path: string): Promise<string[]> {
  try {
    if ((await stat(path)).isFile()) return [basename(path)];
    const found = await readdir(path, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) =>
        join(entry.parentPath, entry.name).slice(path.length).split(sep).filter(Boolean).join("/"),
      )
      .filter((file) => !file.split("/").some((part) => part.startsWith(".")))
      .sort();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new UserError("CHATS_NOT_FOUND", `chats: "${path}" ${why}. Give a chat file or a folder of them.`);
  }
}
