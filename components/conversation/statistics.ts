// Counts everything that ingestion saw, kept and left out, so that nothing is dropped silently.
import type { Example } from "./example.ts";
import { replyOf } from "./example.ts";
import type { DroppedReplies } from "./examples.ts";
import { messageKinds, type Chat, type DateOrder, type Message, type MessageKind } from "./message.ts";
import type { Participant } from "./participants.ts";
import type { Session } from "./sessions.ts";
import { sum } from "./sum.ts";

export interface Statistics {
  readonly me: string;
  readonly files: readonly FileStatistics[];
  /** Files beside the chats that are none by their name. */
  readonly skippedFiles: readonly string[];
  readonly participants: readonly Participant[];
  readonly kinds: { readonly [Kind in MessageKind]: number };
  readonly sessions: { readonly all: number; readonly train: number; readonly validation: number };
  readonly examples: { readonly train: number; readonly validation: number };
  readonly dropped: Dropped;
  readonly replyCharacters: { readonly train: Spread; readonly validation: Spread };
  readonly backgroundCharacters: number;
}

export interface FileStatistics {
  readonly file: string;
  readonly format: Chat["format"];
  readonly dateOrder?: DateOrder;
  readonly messages: number;
  readonly unreadLines: number;
  readonly sessions: number;
  readonly validationSessions: number;
  readonly start: string | null;
  readonly end: string | null;
  /** When the first held-out session begins. */
  readonly heldOutFrom: string | null;
}

export interface Dropped {
  readonly repeatedMessages: number;
  /** Replies of the person's that make no example. */
  readonly replies: DroppedReplies;
  /** Held-out replies that the training examples hold as well, nearly word for word. */
  readonly validationDuplicates: number;
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly mean: number;
  readonly ninetieth: number;
  readonly most: number;
}

export function countKinds(chats: readonly Chat[]): Statistics["kinds"] {
  const counts = Object.fromEntries(messageKinds.map((kind) => [kind, 0])) as Record<MessageKind, number>; // every kind is there
  for (const { messages } of chats) for (const { kind } of messages) counts[kind] += 1;
  return counts;
}

export function describeFile(
  chat: Chat,
  sessions: readonly Session[],
  heldOut: ReadonlySet<string>,
): FileStatistics {
  const validation = sessions.filter(({ id }) => heldOut.has(id));
  const timeOf = (message: Message | undefined): string | null => message?.time ?? null;
  return {
    file: chat.file,
    format: chat.format,
    ...(chat.dateOrder === undefined ? {} : { dateOrder: chat.dateOrder }),
    messages: chat.messages.length,
    unreadLines: chat.unreadLines,
    sessions: sessions.length,
    validationSessions: validation.length,
    start: timeOf(chat.messages[0]),
    end: timeOf(chat.messages.at(-1)),
    heldOutFrom: timeOf(validation[0]?.messages[0]),
  };
}

export function sumDropped(sessions: readonly { readonly dropped: DroppedReplies }[]): DroppedReplies {
  const count = (reason: keyof DroppedReplies): number => sum(sessions.map(({ dropped }) => dropped[reason]));
  return { opening: count("opening"), followUp: count("followUp"), withoutWords: count("withoutWords") };
}

/** Zeros where there are no examples. */
export function replyCharacters(examples: readonly Example[]): Spread {
  const lengths = examples.map((example) => replyOf(example).length).sort((one, other) => one - other);
  const at = (part: number): number =>
    lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * part))] ?? 0;
  return {
    least: at(0),
    median: at(0.5),
    mean: lengths.length === 0 ? 0 : Math.round(sum(lengths) / lengths.length),
    ninetieth: at(0.9),
    most: lengths.at(-1) ?? 0,
  };
}
