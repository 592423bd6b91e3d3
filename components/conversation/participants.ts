// Who speaks in the chats, and which of them is the person to become.
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Chat } from "./message.ts";
import { normalizeName } from "./plain-text.ts";

export interface Participant {
  readonly name: string;
  /** Everything under the name, media included. */
  readonly messages: number;
  /** Of these, those with words. */
  readonly texts: number;
}

/** Those who wrote most first. */
export function participantsOf(chats: readonly Chat[]): Participant[] {
  const counts = new Map<string, { messages: number; texts: number }>();
  for (const { author, kind } of chats.flatMap(({ messages }) => messages)) {
    if (author === null) continue;
    const count = counts.get(author) ?? { messages: 0, texts: 0 };
    counts.set(author, { messages: count.messages + 1, texts: count.texts + (kind === "text" ? 1 : 0) });
  }
  return [...counts]
    .map(([name, count]) => ({ name, ...count }))
    .sort((one, other) => other.texts - one.texts || (one.name < other.name ? -1 : 1));
}

/**
 * The name of the participant that `me` means: spelled exactly so, else the only one that differs in case alone.
 * Throws `NO_PARTICIPANTS`, `ME_NOT_FOUND` or `ME_AMBIGUOUS`, which list who there is.
 */
export function findMe(participants: readonly Participant[], me: string): string {
  if (participants.length === 0) {
    throw new UserError(
      "NO_PARTICIPANTS",
      "ingest: nobody says anything in the chats, there are only notices. Give chats in which people write.",
    );
  }
  const wanted = normalizeName(me);
  if (participants.some(({ name }) => name === wanted)) return wanted;
  const alike = participants.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only.name;
  const [code, what] =
    alike.length === 0 ? ["ME_NOT_FOUND", "is not in the chats"] : ["ME_AMBIGUOUS", "means several people"];
  throw new UserError(
    code,
    `ingest: "${wanted}" ${what}. Use one of: ${describeParticipants(alike.length === 0 ? participants : alike)}.`,
  );
}

const mostListed = 20;

/** `"Ana" (120 messages), "Bob" (87)`; a large group is cut short. */
export function describeParticipants(participants: readonly Participant[]): string {
  const listed = participants
    .slice(0, mostListed)
    .map(({ name, messages }, index) => `"${name}" (${messages}${index === 0 ? " messages" : ""})`);
  const more = participants.length - listed.length;
  return listed.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
