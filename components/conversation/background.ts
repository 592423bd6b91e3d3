// Keeps what other people said in a session, for a base model to learn the language from.
import type { BackgroundSession } from "./example.ts";
import type { Session } from "./sessions.ts";
import { toBursts, wordsOf } from "./turns.ts";

/** Null where nobody but `me` says a word. `mergeWindow` is in seconds. */
export function backgroundOf(session: Session, me: string, mergeWindow: number): BackgroundSession | null {
  const turns = toBursts(session.messages, mergeWindow)
    .filter(({ author }) => author !== me)
    .map((burst) => ({ author: burst.author, text: wordsOf(burst) }))
    .filter(({ text }) => text !== "");
  return turns.length === 0 ? null : { session: session.id, turns };
}
