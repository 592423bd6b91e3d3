// Shows three exchanges with the twin where there is no terminal to talk in.
import type { Writable } from "node:stream";
import type { Connection } from "../../components/platform/endpoints/index.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { askTwin } from "./ask-twin.ts";

export interface ExchangesOptions {
  readonly connection: Connection;
  readonly me: string;
  readonly prompts: readonly string[];
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** Each prompt begins a conversation of its own; the same twin gives the same replies every time. */
export async function showExchanges(options: ExchangesOptions): Promise<void> {
  const { connection, me, prompts, output, signal } = options;
  const width = Math.max("you".length, me.length);
  for (const [seed, prompt] of prompts.entries()) {
    output.write(`${"you".padEnd(width)}  ${printable(prompt)}\n${printable(me).padEnd(width)}  `);
    let reply = "";
    for await (const piece of askTwin(connection, [{ role: "user", content: prompt }], { seed, signal })) {
      output.write(printable(piece));
      reply += piece;
    }
    output.write(reply.trim() === "" ? "(silence)\n\n" : "\n\n");
  }
}
