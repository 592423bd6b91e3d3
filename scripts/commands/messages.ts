// `pollux messages FILE`: shows what is read out of a chat, message by message.
import { parseArgs } from "node:util";
import type { Message } from "../../components/conversation/message.ts";
import { describeParticipants, participantsOf } from "../../components/conversation/participants.ts";
import { readChats } from "../../components/conversation/read-folder.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";

export const messages: Command = {
  usage: [
    "usage: pollux messages FILE [--json]",
    "",
    "Reads a WhatsApp export (.txt or .zip), a transcript (`NAME: text` lines), or a folder of them.",
    "",
    "  --json    one JSON object a line: kind, author, time, text, raw, file, line, ...",
    "",
    "Who speaks how much goes to stderr.",
  ].join("\n"),
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) {
      throw new UserError(
        "USAGE",
        `pollux messages: ${positionals.length} files are given. Give one file or folder.`,
      );
    }
    const { chats, skippedFiles } = await readChats(file);
    const all = chats.flatMap((chat) => chat.messages);
    await print(values.json ? all.map((message) => JSON.stringify(message)) : table(all));
    for (const { file: name, format, dateOrder } of chats) {
      console.error(
        `${name}: ${format}${dateOrder === undefined ? "" : `, dates ${dateOrder.order} (${dateOrder.decidedBy})`}`,
      );
    }
    if (skippedFiles.length > 0) console.error(`not read: ${skippedFiles.join(", ")}`);
    console.error(
      `${all.length} messages; participants: ${describeParticipants(participantsOf(chats)) || "none"}`,
    );
    return 0;
  },
};

const widestAuthor = 20;

function table(all: readonly Message[]): string[] {
  const timeWidth = Math.max(0, ...new Set(all.map(({ time }) => time?.length ?? 0)));
  return all.map(({ time, author, kind, text, raw }) =>
    [
      (time ?? "").padEnd(timeWidth),
      oneLine(author ?? "")
        .slice(0, widestAuthor)
        .padEnd(widestAuthor),
      kind.padEnd("location".length),
      oneLine(kind === "text" ? text : raw),
    ]
      .join("  ")
      .trimEnd(),
  );
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, " "));
}

async function print(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await new Promise<void>((done) => {
    process.stdout.write(lines.join("\n") + "\n", () => done());
  });
}
