// What every chat source becomes: a list of messages with their author, time, kind and place in the file.

/** What a message is. Only `text` is ever learnt from; the rest is context or is counted. */
export const messageKinds = [
  "text",
  "media",
  "system",
  "deleted",
  "call",
  "poll",
  "location",
  "empty",
] as const;
export type MessageKind = (typeof messageKinds)[number];

export type MediaType = "image" | "video" | "audio" | "sticker" | "gif" | "document" | "contact" | "unknown";

export interface Message {
  readonly kind: MessageKind;
  /** Null where nobody speaks: a notice of the app's. */
  readonly author: string | null;
  /** The name as the file prints it, which for a notice may be the group's. */
  readonly header: string | null;
  /** What the author wrote; of media the caption; "" for the rest. */
  readonly text: string;
  /** The body as printed, less invisible marks of direction. */
  readonly raw: string;
  readonly edited: boolean;
  /** Kind and, where it is printed, file name of media. */
  readonly media?: MediaType;
  readonly attachment?: string;
  /** The chat's own clock as text: `2024-03-14T21:07:33` without a zone, or `00:03:16:24` since lift-off. */
  readonly time: string | null;
  /** The same clock in seconds; only differences mean anything. */
  readonly seconds: number | null;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly lastLine: number;
}

/** How day and month were told apart, and by what. */
export interface DateOrder {
  readonly order: "dmy" | "mdy" | "ymd";
  readonly decidedBy: "four-digit year" | "number above 12" | "time order" | "smallest steps" | "assumed";
}

export interface Chat {
  /** Path inside the given folder. */
  readonly file: string;
  readonly format: "whatsapp" | "transcript";
  /** `wall`: calendar time; `elapsed`: time since a start; `none`: the file gives no times. */
  readonly clock: "wall" | "elapsed" | "none";
  readonly dateOrder?: DateOrder;
  /** Lines with text before the first message: a title, or the end of what was cut off. */
  readonly unreadLines: number;
  readonly messages: readonly Message[];
}
