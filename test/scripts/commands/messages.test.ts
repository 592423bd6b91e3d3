import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const pollux = fileURLToPath(new URL("../../../scripts/pollux.mjs", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pollux-messages-"));
});
afterEach(() => rm(folder, { recursive: true }));

function messages(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [pollux, "messages", ...args], {
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

describe("pollux messages", () => {
  test("prints a line for each message and who speaks on stderr", async () => {
    const file = join(folder, "chat.txt");
    await writeFile(
      file,
      "14/03/2024, 21:07 - Ana: hi\n\u001b[31mthere\n14/03/2024, 21:08 - Bob: <Media omitted>\n",
    );
    expect(messages(file)).toEqual({
      code: 0,
      stdout:
        "2024-03-14T21:07:00  Ana                   text      hi \\x1b[31mthere\n" +
        "2024-03-14T21:08:00  Bob                   media     <Media omitted>\n",
      stderr:
        "chat.txt: whatsapp, dates dmy (number above 12)\n" +
        '2 messages; participants: "Ana" (1 messages), "Bob" (1)\n',
    });
  });

  test("prints one JSON object a message", async () => {
    const file = join(folder, "talk.txt");
    await writeFile(file, "[00:00:04] CDR: Roger.\n");
    const { stdout } = messages(file, "--json");
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        ...{ kind: "text", author: "CDR", header: "CDR", text: "Roger.", raw: "Roger.", edited: false },
        ...{ time: "00:00:04", seconds: 4, file: "talk.txt", line: 1, lastLine: 1 },
      },
    ]);
  });

  test("says in one line what is wrong and exits 1", () => {
    expect(messages(join(folder, "none.txt"))).toEqual({
      code: 1,
      stdout: "",
      stderr: `chats: "${join(folder, "none.txt")}" does not exist. Give a chat file or a folder of them.\n`,
    });
    expect(messages()).toMatchObject({
      code: 1,
      stderr: "pollux messages: 0 files are given. Give one file or folder.\n",
    });
  });
});
