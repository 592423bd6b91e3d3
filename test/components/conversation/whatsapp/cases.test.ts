// The project's table of WhatsApp exports, one case per shape that phones and languages print.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Message } from "../../../../components/conversation/message.ts";
import { readChat } from "../../../../components/conversation/read-chat.ts";

interface Case {
  readonly id: string;
  readonly text?: string;
  readonly base64?: string;
  readonly file_name?: string;
  readonly expected: readonly object[];
}

const table = new URL("../../../../../shared/chats/whatsapp-cases.json", import.meta.url);

describe.skipIf(!existsSync(table))(
  "the table of WhatsApp exports (skipped where ../shared is absent)",
  () => {
    const { cases } = existsSync(table)
      ? (JSON.parse(readFileSync(table, "utf8")) as { readonly cases: readonly Case[] })
      : { cases: [] };

    test.each(cases)(
      "$id is read as expected",
      ({ text, base64, file_name: name = "chat.txt", expected }) => {
        const bytes = base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64");
        expect(readChat(name, bytes).messages.map(spellAsTable)).toEqual(expected);
      },
    );
  },
);

function spellAsTable({ time, author, header, text, raw, kind, edited, attachment, media }: Message): object {
  return {
    ...{ ts: time, author, hdr: header, text, raw, kind },
    ...(edited ? { edited } : {}),
    ...(attachment === undefined ? {} : { attachment }),
    ...(media === undefined ? {} : { media }),
  };
}
