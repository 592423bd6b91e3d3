// Turns a session's messages into alternating turns of the person to become and of everyone else.
import type { Message } from "./message.ts";
import { neutralizeControlTokens } from "./plain-text.ts";
import { pauseBetween } from "./sessions.ts";

/** Messages that one author sent in a row, without a pause longer than the merge window. */
export interface Burst {
  readonly author: string;
  readonly messages: readonly Message[];
}

/** `assistant` is the person to become; a `user` turn may hold several people's words. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly bursts: readonly Burst[];
}

/** `mergeWindow` is in seconds. Notices and empty messages belong to nobody's turn. */
export function toBursts(messages: readonly Message[], mergeWindow: number): Burst[] {
  const bursts: { author: string; messages: Message[] }[] = [];
  for (const message of messages) {
    if (message.author === null || isEmpty(message)) continue;
    const burst = bursts.at(-1);
    const last = burst?.messages.at(-1);
    const goesOn =
      last !== undefined && last.author === message.author && pauseBetween(last, message) <= mergeWindow;
    if (goesOn) burst?.messages.push(message);
    else bursts.push({ author: message.author, messages: [message] });
  }
  return bursts;
}

export function toTurns(messages: readonly Message[], me: string, mergeWindow: number): Turn[] {
  const turns: { role: Turn["role"]; bursts: Burst[] }[] = [];
  for (const burst of toBursts(messages, mergeWindow)) {
    const role = burst.author === me ? "assistant" : "user";
    const turn = turns.at(-1);
    if (turn?.role === role) turn.bursts.push(burst);
    else turns.push({ role, bursts: [burst] });
  }
  return turns;
}

/** What a model reads of a turn: words as they are, `[image]` and the like for the rest. */
export function contentOf(bursts: readonly Burst[]): string {
  return bursts.flatMap(({ messages }) => messages.map(shown)).join("\n");
}

/** What a model may learn to say: words alone. "" where the burst has none. */
export function wordsOf(burst: Burst): string {
  return burst.messages
    .filter(({ kind }) => kind === "text")
    .map(({ text }) => neutralizeControlTokens(text.trim()))
    .join("\n");
}

/** The one author of the bursts, or undefined where there are several. */
export function onlyAuthor(bursts: readonly Burst[]): string | undefined {
  const [first, ...others] = new Set(bursts.map(({ author }) => author));
  return others.length === 0 ? first : undefined;
}

function isEmpty({ kind, text }: Message): boolean {
  return kind === "empty" || kind === "system" || (kind === "text" && text.trim() === "");
}

function shown({ kind, text, media }: Message): string {
  if (kind === "text") return neutralizeControlTokens(text.trim());
  const placeholder =
    kind === "media" ? (media === undefined || media === "unknown" ? "media" : media) : kind;
  return neutralizeControlTokens(`[${placeholder}] ${text.trim()}`.trim());
}
