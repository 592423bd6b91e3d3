// Talks with the twin where lines come from a file or a program: each is answered with a line.
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Connection, Message } from "../../components/platform/endpoints/index.ts";
import { askTwin } from "./ask-twin.ts";

export interface AnswerLinesOptions {
  readonly connection: Connection;
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** One conversation from first line to last; `/new` begins another. Gives the number of lines answered. */
export async function answerLines({
  connection,
  input,
  output,
  signal,
}: AnswerLinesOptions): Promise<number> {
  let history: readonly Message[] = [];
  let answered = 0;
  for await (const line of createInterface({ input, signal, crlfDelay: Infinity })) {
    const content = line.trim();
    if (content === "") continue;
    if (content === "/new") {
      history = [];
      continue;
    }
    history = [...history, { role: "user", content }];
    let reply = "";
    for await (const piece of askTwin(connection, history, { seed: answered, signal })) reply += piece;
    output.write(`${reply.replaceAll(/\s+/g, " ").trim()}\n`);
    history = [...history, { role: "assistant", content: reply }];
    answered += 1;
  }
  return answered;
}
