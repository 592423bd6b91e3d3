// Asks the twin for its next turn, showing it as much of the conversation as it has room for.
import type { Connection, Message, Sampling } from "../../components/platform/endpoints/index.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** As `evaluate` draws the samples that its report shows. */
const sampling: Sampling = { temperature: 0.7, topK: 20, maxTokens: 128 };

/** Turns before the newest that it is shown; `ingest` gives training examples as many. */
const contextTurns = 6;

/** Yields the reply in pieces. `history` ends in a turn of the user's; without a `seed` each reply is another. */
export async function* askTwin(
  connection: Connection,
  history: readonly Message[],
  options: { readonly seed?: number; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  let shown = fromUser(history.slice(-(contextTurns + 1)));
  for (;;) {
    try {
      yield* connection.chat(shown, { ...sampling, ...options });
      return;
    } catch (error) {
      const tooLong = error instanceof UserError && error.code === "CONTEXT_TOO_LONG";
      if (!tooLong || shown.length === 1) throw error;
      shown = fromUser(shown.slice(1));
    }
  }
}

/** Every training example begins with a turn of the user's. */
function fromUser(turns: readonly Message[]): readonly Message[] {
  return turns[0]?.role === "assistant" ? turns.slice(1) : turns;
}
