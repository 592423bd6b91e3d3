// A conversation with the twin in a terminal: replies appear as they are made.
import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import type { Connection, Message } from "../../components/platform/endpoints/index.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { askTwin } from "./ask-twin.ts";

export interface ConverseOptions {
  readonly connection: Connection;
  readonly me: string;
  /** Lines to begin with, shown by `/help`. */
  readonly prompts: readonly string[];
  readonly input: Readable;
  readonly output: Writable;
}

/** Returns when the person leaves: `/quit`, Ctrl-D, or Ctrl-C at an empty prompt. Ctrl-C stops a reply. */
export async function converse(options: ConverseOptions): Promise<void> {
  const { output } = options;
  const me = printable(options.me);
  const terminal = createInterface({ input: options.input, output, terminal: true, prompt: "you> " });
  const lines: AsyncIterator<string, undefined> = terminal[Symbol.asyncIterator](); // keeps what is typed during a reply
  const left = new AbortController();
  let replying: AbortController | undefined;
  terminal.on("close", () => left.abort());
  terminal.on("SIGINT", () => {
    if (replying !== undefined) replying.abort();
    else if (terminal.line !== "") terminal.write(null, { ctrl: true, name: "u" });
    else terminal.close();
  });
  output.write(`You are talking to the twin of ${me}. /new begins anew, /quit leaves, /help says more.\n\n`);
  let history: readonly Message[] = [];
  try {
    for (;;) {
      if (!left.signal.aborted) terminal.prompt();
      const { value } = await lines.next();
      const line = value?.trim();
      if (line === undefined || line === "/quit") return;
      if (line === "") continue;
      if (line === "/new") {
        history = [];
        output.write("(a new conversation)\n\n");
      } else if (line.startsWith("/")) {
        output.write(help(options));
      } else {
        replying = new AbortController();
        history = [...history, { role: "user", content: line }];
        const reply = await showReply(options, history, AbortSignal.any([replying.signal, left.signal]));
        history =
          reply === undefined ? history.slice(0, -1) : [...history, { role: "assistant", content: reply }];
        replying = undefined;
      }
    }
  } finally {
    terminal.close();
  }
}

/** Gives what was said, all of it or up to where it was stopped; undefined if the message was refused. */
async function showReply(
  { connection, me, output }: ConverseOptions,
  history: readonly Message[],
  signal: AbortSignal,
): Promise<string | undefined> {
  output.write(`${printable(me)}> `);
  let reply = "";
  try {
    for await (const piece of askTwin(connection, history, { signal })) {
      output.write(printable(piece));
      reply += piece;
    }
    output.write(reply.trim() === "" ? "(silence)\n\n" : "\n\n");
  } catch (error) {
    if (signal.aborted) {
      output.write(" (stopped)\n\n");
    } else if (error instanceof UserError) {
      output.write(`\n${error.message}\n\n`);
      return undefined;
    } else {
      throw error;
    }
  }
  return reply;
}

function help({ me, prompts }: ConverseOptions): string {
  const lines = [
    "/new   begins a conversation anew: the twin forgets what was said",
    "/quit  leaves, as Ctrl-D does; Ctrl-C stops a reply",
  ];
  const said = prompts.map((prompt) => `  ${printable(prompt)}`);
  return `${[...lines, ...(said.length > 0 ? [`Somebody once said to ${printable(me)}:`, ...said] : [])].join("\n")}\n\n`;
}
