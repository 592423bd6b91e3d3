// Takes out what an earlier file already said: two exports of one chat overlap, and the same words must not end up on
// both sides of the split.
import type { Chat, Message } from "./message.ts";

export interface DistinctChats {
  readonly chats: readonly Chat[];
  /** Messages that were taken out. */
  readonly repeated: number;
}

/**
 * A message is repeated if it stands beside the same neighbour in an earlier file: somebody may well write "ok" in two
 * chats within a minute. Only calendar times count: many recordings begin at 00:00:04.
 */
export function withoutRepeated(chats: readonly Chat[]): DistinctChats {
  const seen = new Set<string>();
  let repeated = 0;
  const distinct = chats.map((chat) => {
    if (chat.clock !== "wall") return chat;
    const pairs = chat.messages.map((message, index) => pairOf(message, chat.messages[index + 1]));
    const messages = chat.messages.filter(
      (_, index) => !seen.has(pairs[index] ?? "") && !seen.has(pairs[index - 1] ?? ""),
    );
    for (const pair of pairs) seen.add(pair);
    repeated += chat.messages.length - messages.length;
    return { ...chat, messages };
  });
  return { chats: distinct, repeated };
}

function pairOf(one: Message, next: Message | undefined): string {
  return JSON.stringify([one.time, one.author, one.raw, next?.time, next?.author, next?.raw]);
}
