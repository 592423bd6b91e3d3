// Copies chat files into a folder named by what they hold: a chat that changed is another folder, so the cache of
// runs notices, and a run reads the same bytes to its end.
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { chatExtensions } from "../../components/conversation/read-folder.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { diskError } from "../../pipeline/runner/index.ts";

export interface StoredChats {
  /** `<root>/chats/<sha256>` */
  readonly folder: string;
  /** Undoes the copy, unless an earlier one of the same chats was there. */
  readonly discard: () => Promise<void>;
}

/** Files that hold the same bytes are taken once. */
export async function storeChats(files: readonly string[], root: string): Promise<StoredChats> {
  const contents = new Map<string, string>();
  for (const file of files) {
    await check(file);
    const hash = await digest(file);
    if (!contents.has(hash)) contents.set(hash, file);
  }
  const copies = nameCopies([...contents.values()]);
  const identity = createHash("sha256");
  for (const [i, hash] of [...contents.keys()].entries()) identity.update(`${hash} ${copies[i]?.name}\n`);
  const folder = join(root, "chats", identity.digest("hex"));
  if (existsSync(folder)) return { folder, discard: async () => {} };
  const part = `${folder}.part-${process.pid}`;
  try {
    await mkdir(part, { recursive: true });
    for (const { file, name } of copies) await copyFile(file, join(part, name));
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (!existsSync(folder)) throw diskError(root, error) ?? error; // else another process was first, with the same bytes
  }
  return { folder, discard: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Each file with a name that is safe in any folder, the same for none of the others, and close to its own. Whatever is
 * given is a chat: where its ending is no chat's, it gets one, so that `ingest` reads it.
 */
export function nameCopies(
  files: readonly string[],
): readonly { readonly file: string; readonly name: string }[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const known = chatExtensions.has(extname(file).toLowerCase());
    const extension = known ? extname(file) : ".txt";
    const stem = basename(file, known ? extname(file) : "")
      .normalize("NFC")
      .replace(/[^\p{L}\p{N} ._()+-]+/gu, "_")
      .replace(/^[. ]+/, "")
      .slice(0, 80);
    let name = `${stem || "chat"}${extension}`;
    for (let count = 2; taken.has(name.toLowerCase()); count++) {
      name = `${stem || "chat"}-${count}${extension}`;
    }
    taken.add(name.toLowerCase());
    return { file, name };
  });
}

async function check(file: string): Promise<void> {
  const stats = await stat(file).catch((error: NodeJS.ErrnoException) => {
    const what = error.code === "ENOENT" ? "there is no such file" : `it cannot be read (${error.code})`;
    throw new UserError("CHAT_MISSING", `twin: --chat ${file}: ${what}. Give the path of a chat export.`);
  });
  if (stats.isDirectory()) {
    throw new UserError(
      "CHAT_IS_FOLDER",
      `twin: --chat ${file}: this is a folder. Give the files in it, each with a --chat of its own.`,
    );
  }
  if (stats.size === 0) {
    throw new UserError("CHAT_EMPTY", `twin: --chat ${file}: the file is empty. Export the chat again.`);
  }
}

async function digest(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
