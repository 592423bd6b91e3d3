// Tells what a message's body is: a person's words, or what WhatsApp printed in place of something else.
import type { MediaType, Message } from "../message.ts";
import { withoutDirectionMarks } from "../plain-text.ts";
import {
  callWords,
  isDeleted,
  isEditedMark,
  isFileAttached,
  isLiveLocation,
  isMediaOmitted,
  mediaWords,
  omittedWords,
  pollTitle,
} from "./phrases.ts";

export type Platform = "android" | "ios";
type Content = Pick<Message, "kind" | "text" | "raw" | "edited" | "media" | "attachment">;

/** iPhones lead every body that the app made with this mark: the one sign that needs no language. */
const generated = "\u200e";

/** `body` is as printed, marks and all. A notice comes back as `system`, whoever the header names. */
export function classify(body: string, platform: Platform): Content {
  const raw = withoutDirectionMarks(body);
  const base = { raw, text: "", edited: false } as const;
  if (raw.trim() === "") return { ...base, kind: "empty" };
  if (isDeleted(raw)) return { ...base, kind: "deleted" };
  if (isLocation(raw)) return { ...base, kind: "location" };
  const media = platform === "ios" ? readIosMedia(body) : readAndroidMedia(body);
  if (media !== null) return { ...base, kind: "media", ...media };
  if (platform === "ios" && body.startsWith(generated)) {
    if (pollTitle.test(raw)) return { ...base, kind: "poll" };
    return { ...base, kind: callWords.test(raw) && !raw.includes("\n") ? "call" : "system" };
  }
  if (platform === "android" && pollTitle.test(raw)) return { ...base, kind: "poll" };
  const unedited = withoutEditedMark(body);
  return unedited === null
    ? { ...base, kind: "text", text: raw }
    : { ...base, kind: "text", text: withoutDirectionMarks(unedited).trimEnd(), edited: true };
}

function isLocation(raw: string): boolean {
  return /^(?:[^\n:]{2,30}[:：]\s*)?https:\/\/maps\.google\.com\/\?q=\S+$/u.test(raw) || isLiveLocation(raw);
}

/** The mark counts only as the very last thing of a message. */
function withoutEditedMark(body: string): string | null {
  const opens = body.lastIndexOf("<");
  const phrase = /^<([^<>\n]{3,60})>$/.exec(body.slice(opens))?.[1];
  if (opens < 0 || phrase === undefined) return null;
  const marked = body[opens - 1] === generated && !/[:：]/.test(phrase);
  return marked || isEditedMark(phrase) ? body.slice(0, opens) : null;
}

type Media = { readonly text: string; readonly media: MediaType; readonly attachment?: string };

/** `<Media omitted>` whole, or `FILE (file attached)` with a caption on the lines below. */
function readAndroidMedia(body: string): Media | null {
  const raw = withoutDirectionMarks(body);
  if (raw === "null") return { text: "", media: "unknown" }; // to be seen once
  const omitted = /^<([^<>\n]{3,60})>$/.exec(raw)?.[1];
  if (omitted !== undefined && isMediaOmitted(omitted)) return { text: "", media: "unknown" };
  const [firstLine = "", ...caption] = raw.split("\n");
  const [, name, note] = /^(.+\.[A-Za-z0-9]{1,5}) \(([^()]+)\)$/u.exec(firstLine) ?? [];
  if (name === undefined || note === undefined) return null;
  if (!body.startsWith(generated) && !isFileAttached(note)) return null;
  return { text: caption.join("\n").trim(), media: mediaTypeOf(name), attachment: name };
}

/** `<attached: FILE>` or `image omitted`, each after the mark; a caption or a document's name may come before. */
function readIosMedia(body: string): Media | null {
  const markAt = body.lastIndexOf(generated);
  if (markAt < 0) return null;
  const printed = withoutDirectionMarks(body.slice(markAt)).trim();
  const before = withoutDirectionMarks(body.slice(0, markAt)).trim();
  const attachment = /^<[^:：<>]{2,30}[:：]\s?([^<>\n]+\.[A-Za-z0-9]{1,5})>$/u.exec(printed)?.[1];
  const document = /^(\S.*\.[A-Za-z0-9]{1,5}) •/u.exec(before)?.[1];
  const caption = document === undefined ? before : "";
  if (attachment !== undefined) return { text: caption, media: mediaTypeOf(attachment), attachment };
  if (printed.length > 60 || printed.includes("\n") || !omittedWords.test(printed)) return null;
  const media = mediaWords.find(([, words]) => words.test(printed))?.[0] ?? "unknown";
  return { text: caption, media, ...(document === undefined ? {} : { attachment: document }) };
}

const extensions: { readonly [extension: string]: MediaType } = {
  ...{ jpg: "image", jpeg: "image", png: "image", heic: "image", webp: "sticker", gif: "gif" },
  ...{ mp4: "video", mov: "video", "3gp": "video", mkv: "video", webm: "video" },
  ...{ opus: "audio", m4a: "audio", mp3: "audio", aac: "audio", ogg: "audio", amr: "audio", wav: "audio" },
  ...{ vcf: "contact" },
};

function mediaTypeOf(name: string): MediaType {
  if (/-STICKER-|^STK-/.test(name)) return "sticker";
  if (/-GIF-/.test(name)) return "gif";
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(extensions, extension) ? (extensions[extension] ?? "document") : "document";
}
