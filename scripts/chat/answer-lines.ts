// Talks with the twin where lines come from a file or a program: each is answered with a line.
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Connection, Message } from "../../components/platform/endpoints/index.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { askTwin } from "./ask-twin.ts";

export interface AnswerLinesOptions {
  readonly connection: Connection;
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** One conversation from first line to last; `/new` begins another, `/quit` ends. Gives the number of lines answered. */
export async function answerLines({
  connection,
  input,
  output,
  signal,
}: AnswerLinesOptions): Promise<number> {
  let history: readonly Message[] = [];
  let answered = 0;
  /** A message that is refused has an empty line for an answer, and the reason on standard error. */
  const answer = async (asked: readonly Message[]): Promise<string> => {
    let reply = "";
    try {
      for await (const piece of askTwin(connection, asked, { seed: answered, signal })) reply += piece;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.error(error.message);
    }
    return reply;
  };
  for await (const line of createInterface({ input, signal, crlfDelay: Infinity })) {
    const content = line.trim();
    if (content === "") continue;
    if (content === "/new") {
      history = [];
      continue;
    }
    if (content === "/quit") break;
    const asked: readonly Message[] = [...history, { role: "user", content }];
    const reply = await answer(asked);
    output.write(`${printable(reply.replaceAll(/\s+/g, " ").trim())}\n`);
    history = reply === "" ? history : [...asked, { role: "assistant", content: reply }];
    answered += 1;
  }
  return answered;
}
