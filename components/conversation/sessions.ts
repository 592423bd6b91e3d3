// Cuts a chat into sessions: stretches of talk with no long silence in them.
import type { Chat, Message } from "./message.ts";

export interface Session {
  /** The chat's file and the session's number in it: `apollo-11.txt#12`. */
  readonly id: string;
  readonly file: string;
  readonly messages: readonly Message[];
}

/** Sessions shorter than this are never made by cutting a long one. */
const shortestCut = 20;
/** No session is longer than this part of its chat, so that about a tenth of the chat can be held out. */
const longestPart = 1 / 20;

/**
 * `gap` is in seconds. A clock that goes back further than that ends a session as well. A talk without such a pause,
 * or without times, is cut at its longest pauses.
 */
export function splitIntoSessions(chat: Chat, gap: number): Session[] {
  const longest = Math.max(shortestCut, Math.ceil(chat.messages.length * longestPart));
  return splitAtPauses(chat.messages, gap)
    .flatMap((messages) => cutLong(messages, longest))
    .map((messages, index) => ({ id: `${chat.file}#${index + 1}`, file: chat.file, messages }));
}

function splitAtPauses(messages: readonly Message[], gap: number): Message[][] {
  const stretches: Message[][] = [];
  let previous: Message | undefined;
  for (const message of messages) {
    const stretch = stretches.at(-1);
    if (stretch === undefined || previous === undefined || pauseBetween(previous, message) > gap) {
      stretches.push([message]);
    } else stretch.push(message);
    previous = message;
  }
  return stretches;
}

/** Each piece ends at the longest pause of its later half; of equal ones at the last. */
function cutLong(messages: readonly Message[], longest: number): (readonly Message[])[] {
  const pieces: (readonly Message[])[] = [];
  let start = 0;
  while (messages.length - start > longest) {
    let cut = start + longest;
    for (let at = cut - 1; at >= start + longest / 2; at -= 1) {
      if (pauseBefore(messages, at) > pauseBefore(messages, cut)) cut = at;
    }
    pieces.push(messages.slice(start, cut));
    start = cut;
  }
  pieces.push(messages.slice(start));
  return pieces;
}

function pauseBefore(messages: readonly Message[], at: number): number {
  const [previous, message] = [messages[at - 1], messages[at]];
  return previous === undefined || message === undefined ? 0 : pauseBetween(previous, message);
}

/** In seconds; 0 where there are no times. */
export function pauseBetween(previous: Message, message: Message): number {
  if (previous.seconds === null || message.seconds === null) return 0;
  return Math.abs(message.seconds - previous.seconds);
}
