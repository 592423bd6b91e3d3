// Turns a WhatsApp export's text into messages.
import type { Chat, DateOrder, Message } from "../message.ts";
import { normalizeName, withoutDirectionMarks } from "../plain-text.ts";
import { classify, type Platform } from "./classify.ts";
import { decideDateOrder, formatWallTime, toSeconds } from "./dates.ts";
import { readHeader, type Header } from "./header.ts";

interface HeaderLine {
  readonly index: number;
  readonly header: Header;
}

/** A header this much older than the newest before it is a line of some other chat that somebody pasted. */
const pastedAfter = 2 * 86_400;

/** Null where no line opens a message. Time is linear in the length of the text. */
export function readWhatsApp(file: string, text: string): Chat | null {
  const lines = text.split("\n");
  const found = findHeaders(lines);
  if (found.length === 0) return null;
  const dateOrder = decideDateOrder(found.map(({ header }) => header));
  const timed = withoutPasted(found, dateOrder);
  const platform: Platform = found[0]?.header.style.startsWith("bracket") === true ? "ios" : "android";
  const messages = timed.map(({ index, header, seconds }, position): Message => {
    const next = timed[position + 1]?.index ?? lines.length;
    const printed = [lines[index]?.slice(header.end) ?? "", ...lines.slice(index + 1, next)].join("\n");
    return {
      ...readBody(withoutFinalBreaks(printed), platform),
      time: formatWallTime(seconds),
      seconds,
      file,
      line: index + 1,
      lastLine: next,
    };
  });
  const unreadLines = countUnread(lines, timed[0]?.index ?? 0);
  return { file, format: "whatsapp", clock: "wall", dateOrder, unreadLines, messages };
}

function countUnread(lines: readonly string[], first: number): number {
  return lines.slice(0, first).filter((line) => line.trim() !== "").length;
}

/** Only headers of the commonest style: a log line in a message has another. */
function findHeaders(lines: readonly string[]): HeaderLine[] {
  const found: HeaderLine[] = [];
  const counts = new Map<string, number>();
  lines.forEach((line, index) => {
    const header = readHeader(line);
    if (header === null) return;
    found.push({ index, header });
    counts.set(header.style, (counts.get(header.style) ?? 0) + 1);
  });
  const style = [...counts].reduce<readonly [string, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    ["", 0],
  )[0];
  return found.filter(({ header }) => header.style === style);
}

/** Where the rule would swallow much of the file, it is the file's times that are odd: then nothing is. */
function withoutPasted(
  found: readonly HeaderLine[],
  { order }: DateOrder,
): (HeaderLine & { readonly seconds: number })[] {
  const timed = found.flatMap((line) => {
    const seconds = toSeconds(line.header, order);
    return seconds === null ? [] : [{ ...line, seconds }];
  });
  let newest = Number.NEGATIVE_INFINITY;
  const kept = timed.filter(({ seconds }) => {
    if (seconds < newest - pastedAfter) return false;
    newest = Math.max(newest, seconds);
    return true;
  });
  return kept.length >= timed.length * 0.5 ? kept : timed;
}

type Body = Pick<Message, "kind" | "author" | "header" | "text" | "raw" | "edited" | "media" | "attachment">;

function readBody(printed: string, platform: Platform): Body {
  const split = splitAuthor(printed);
  if (split === null) {
    return {
      ...{ kind: "system", author: null, header: null, text: "", edited: false },
      raw: withoutDirectionMarks(printed),
    };
  }
  const content = classify(split.body, platform);
  return { ...content, author: content.kind === "system" ? null : split.name, header: split.name };
}

const longestName = 80;

/** Null for a notice. A quotation that the "name" opens and does not close is a notice's: `... subject from "Plan: A"`. */
function splitAuthor(printed: string): { readonly name: string; readonly body: string } | null {
  const name = /^([^\n]*?):(?=[ \n]|$)/.exec(printed)?.[1];
  if (name === undefined) return null;
  const author = normalizeName(name);
  if (author === "" || [...author].length > longestName || hasOpenQuotation(author)) return null;
  return { name: author, body: printed.slice(name.length + 1).replace(/^ /, "") };
}

function hasOpenQuotation(name: string): boolean {
  return name.split('"').length % 2 === 0 || /[“„«][^“”»]*$/u.test(name);
}

function withoutFinalBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end -= 1;
  return text.slice(0, end);
}
