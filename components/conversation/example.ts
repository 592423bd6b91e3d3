// What is learnt from: a stretch of conversation that ends in a reply of the person to become.

export interface ExampleMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
  /** The speaker, where one alone said the turn. */
  readonly name?: string;
}

/** Where an example's messages stand. */
export interface Source {
  readonly file: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Times as the chat prints them; null where it prints none. */
  readonly start: string | null;
  readonly end: string | null;
}

/** Roles alternate, `user` first; the last message is the reply to be learnt. */
export interface Example {
  readonly id: string;
  /** Examples of one session are always on the same side of the split. */
  readonly session: string;
  /** Whether a model wrote it. */
  readonly synthetic: boolean;
  readonly source: Source;
  readonly messages: readonly ExampleMessage[];
}

/** What other people said in one training session: never a word of the person to become. */
export interface BackgroundSession {
  readonly session: string;
  readonly turns: readonly { readonly author: string; readonly text: string }[];
}

export function replyOf(example: Example): string {
  return example.messages.at(-1)?.content ?? "";
}

/** What the reply answers. */
export function promptOf(example: Example): string {
  return example.messages.at(-2)?.content ?? "";
}

/** Prompt and reply as one text, to find exchanges that are nearly the same. */
export function exchangeOf(example: Example): string {
  return `${promptOf(example)}\n${replyOf(example)}`;
}

/** A shorter reply, such as "Roger.", is rightly said again and again. */
export function isLongReply(reply: string): boolean {
  return reply.length > 30;
}
