// Starts the twin's endpoint, lets somebody talk to it in the way that input and output allow, and ends it.
import { endpoints, type Connection } from "../../components/platform/endpoints/index.ts";
import type { LiveLine } from "../terminal/live-line.ts";
import type { TwinRecord } from "../twin/twin-record.ts";
import { answerLines } from "./answer-lines.ts";
import { converse } from "./converse.ts";
import { showExchanges } from "./exchanges.ts";

export interface EnterOptions {
  readonly twin: TwinRecord;
  /** What to do where there is no terminal: show what the twin says, or answer the lines of the input. */
  readonly withoutTerminal: "exchanges" | "lines";
  readonly line: LiveLine;
  readonly signal: AbortSignal;
}

export async function enterConversation({
  twin,
  withoutTerminal,
  line,
  signal,
}: EnterOptions): Promise<void> {
  line.update(`waking the twin of ${twin.me}`);
  const connection = await endpoints().connect(twin.endpoint, {
    signal,
    onProgress: (text) => line.update(`waking the twin of ${twin.me}: ${text}`),
  });
  line.clear();
  try {
    await talk(connection, { twin, withoutTerminal, line, signal });
  } finally {
    await connection.close();
  }
}

async function talk(connection: Connection, options: EnterOptions): Promise<void> {
  const { me, prompts } = options.twin;
  const { signal } = options;
  const { stdin: input, stdout: output } = process;
  if (input.isTTY && output.isTTY) {
    await converse({ connection, me, prompts, input, output });
  } else if (options.withoutTerminal === "lines") {
    await answerLines({ connection, input, output, signal });
  } else {
    await showExchanges({ connection, me, prompts, output, signal });
    options.line.print("To go on, in a terminal: npm run chat");
  }
}
