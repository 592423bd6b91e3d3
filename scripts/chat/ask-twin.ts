// Asks the twin for its next turn, showing it as much of the conversation as it has room for.
import type { Connection, Message, Sampling } from "../../components/platform/endpoints/index.ts";
import { ingest } from "../../components/ingest/component.ts";
import { componentDefinition } from "../../pipeline/index.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** How a reply is drawn is the model's to say: its `generation_config.json` does. */
const sampling: Sampling = { maxTokens: 128 };

/** Turns before the newest that it is shown: as many as its training examples had. */
const contextTurns = Number(componentDefinition(ingest).inputs["maxTurns"]?.default);

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
