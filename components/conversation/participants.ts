// Who speaks in the chats, and which of them is the person to become.
import { printable } from "../../pipeline/ir/printable-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Chat, Message } from "./message.ts";
import { nameKey, normalizeName } from "./plain-text.ts";

export interface Participant {
  readonly name: string;
  /** Everything under the name, media included. */
  readonly messages: number;
  /** Of these, those with words. */
  readonly texts: number;
}

/** The same chats with one spelling of each participant's name, the most frequent: "Ana" and "ana" are one person. */
export function withOneSpelling(chats: readonly Chat[]): Chat[] {
  const counts = new Map<string, number>();
  for (const { author } of chats.flatMap(({ messages }) => messages)) {
    if (author !== null) counts.set(author, (counts.get(author) ?? 0) + 1);
  }
  const shown = new Map<string, string>();
  for (const [author, count] of counts) {
    const other = shown.get(nameKey(author));
    if (other === undefined || count > (counts.get(other) ?? 0)) shown.set(nameKey(author), author);
  }
  if (shown.size === counts.size) return [...chats];
  const respell = (message: Message): Message => {
    const author = message.author === null ? null : (shown.get(nameKey(message.author)) ?? message.author);
    return { ...message, author };
  };
  return chats.map((chat) => ({ ...chat, messages: chat.messages.map(respell) }));
}

/** Those who wrote most first; a name in several spellings is one participant. */
export function participantsOf(chats: readonly Chat[]): Participant[] {
  const counts = new Map<string, { messages: number; texts: number }>();
  for (const { author, kind } of withOneSpelling(chats).flatMap(({ messages }) => messages)) {
    if (author === null) continue;
    const count = counts.get(author) ?? { messages: 0, texts: 0 };
    counts.set(author, { messages: count.messages + 1, texts: count.texts + (kind === "text" ? 1 : 0) });
  }
  return [...counts]
    .map(([name, count]) => ({ name, ...count }))
    .sort((one, other) => other.texts - one.texts || (one.name < other.name ? -1 : 1));
}

/**
 * The name of the participant that `me` means, as the chats spell it. Throws `NO_PARTICIPANTS` or `ME_NOT_FOUND`, which
 * lists who there is.
 */
export function findMe(participants: readonly Participant[], me: string): string {
  if (participants.length === 0) {
    throw new UserError(
      "NO_PARTICIPANTS",
      "ingest: nobody says anything in the chats, there are only notices. Give chats in which people write.",
    );
  }
  const meant = participants.find(({ name }) => nameKey(name) === nameKey(me));
  if (meant !== undefined) return meant.name;
  throw new UserError(
    "ME_NOT_FOUND",
    `ingest: "${normalizeName(me)}" is not in the chats. Use one of: ${describeParticipants(participants)}.`,
  );
}

const mostListed = 20;

/** `"Ana" (120 messages), "Bob" (87)`; a large group is cut short. */
export function describeParticipants(participants: readonly Participant[]): string {
  const listed = participants
    .slice(0, mostListed)
    .map(
      ({ name, messages }, index) => `"${printable(name)}" (${messages}${index === 0 ? " messages" : ""})`,
    );
  const more = participants.length - listed.length;
  return listed.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
