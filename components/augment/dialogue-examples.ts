// Turns dialogues that Gemini wrote into training examples, and keeps only what is new.
import type { Example, ExampleMessage } from "../conversation/example.ts";
import { exchangeOf, isLongReply, replyOf } from "../conversation/example.ts";
import { nearDuplicates } from "../conversation/near-duplicates.ts";
import { neutralizeControlTokens, normalizeText } from "../conversation/plain-text.ts";
import type { Dialogues, DialogueTurn, Transcript } from "./prompt.ts";

/** Counted per request: its number is part of the examples' ids. */
export interface AnsweredTranscript {
  readonly request: number;
  readonly transcript: Transcript;
  readonly answer: Dialogues;
}

/** One example for each reply of `me`, with up to `maxTurns` turns before it. */
export function dialogueExamples(answered: AnsweredTranscript, maxTurns: number): Example[] {
  const { request, transcript, answer } = answered;
  const conversations = answer.dialogues.map(({ turns }) => toMessages(turns));
  const windows = conversations.flatMap((messages) =>
    messages.flatMap((message, index) => {
      if (message.role === "user" || index === 0) return [];
      const context = messages.slice(Math.max(0, index - maxTurns), index);
      return [[...(context[0]?.role === "assistant" ? context.slice(1) : context), message]];
    }),
  );
  return windows.map((messages, index) => ({
    id: `a${request}-${index + 1}`,
    session: transcript.session,
    synthetic: true,
    source: transcript.source,
    messages,
  }));
}

/** Turns of one speaker in a row become one; empty ones go, and what `me` says before anybody spoke. */
function toMessages(turns: readonly DialogueTurn[]): ExampleMessage[] {
  const messages: { role: ExampleMessage["role"]; content: string }[] = [];
  for (const turn of turns) {
    const role = turn.speaker === "me" ? "assistant" : "user";
    const content = neutralizeControlTokens(turn.text.trim());
    const last = messages.at(-1);
    if (content === "" || (last === undefined && role === "assistant")) continue;
    if (last?.role === role) last.content += `\n${content}`;
    else messages.push({ role, content });
  }
  return messages;
}

export interface Distinct {
  readonly examples: readonly Example[];
  readonly duplicates: number;
}

/**
 * Leaves out what repeats a real exchange, a long real reply, or another synthetic exchange, word for word or nearly.
 * `real` holds the held-out examples too: they must stay unseen.
 */
export function keepNew(synthetic: readonly Example[], real: readonly Example[]): Distinct {
  const exchanges = nearDuplicates();
  const replies = new Set(real.map(replyKey).filter(isLongReply));
  for (const example of real) exchanges.add(exchangeOf(example));
  const examples = synthetic.filter((example) => {
    const isKnown = exchanges.has(exchangeOf(example)) || replies.has(replyKey(example));
    if (!isKnown) exchanges.add(exchangeOf(example));
    return !isKnown;
  });
  return { examples, duplicates: synthetic.length - examples.length };
}

function replyKey(example: Example): string {
  return normalizeText(replyOf(example));
}
