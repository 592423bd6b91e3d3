// Turns a transcript, `NAME: text` lines with or without times before them, into messages.
import type { Chat, Message } from "../message.ts";
import { nameKey, normalizeName, withoutDirectionMarks } from "../plain-text.ts";
import { annotationLine, isSpacelog, removeMarkup, withoutStation } from "./spacelog.ts";
import { commonStyle, readTimestamp, secondsOf, type Timestamp } from "./timestamp.ts";

/** One line of the file, taken apart. */
interface Line {
  readonly number: number;
  readonly timestamp: Timestamp | null;
  /** What stands behind the time, as printed. */
  readonly text: string;
  readonly label: { readonly name: string; readonly text: string } | null;
  /** Whether a time stands on this line or on the one above: then a label is a speaker's. */
  readonly stamped: boolean;
}

interface Speech {
  readonly author: string;
  readonly timestamp: Timestamp | null;
  readonly lines: [Line, ...Line[]];
}

const longestName = 40;
const mostWords = 5;

/** Null where no names are to be found that open lines again and again. */
export function readTranscript(file: string, text: string): Chat | null {
  const markup = isSpacelog(text);
  const lines = takeApart(text, markup);
  const speakers = findSpeakers(lines);
  if (speakers.size === 0) return null;
  const speeches = gatherSpeeches(lines, speakers);
  const timestamps = speeches.flatMap(({ timestamp }) => (timestamp === null ? [] : [timestamp]));
  const seconds = new Map(secondsOf(timestamps).map((value, index) => [timestamps[index], value]));
  const messages = speeches.map(({ author, timestamp, lines: spoken }): Message => {
    const raw = joinLines(spoken);
    const said = markup
      ? removeMarkup(raw)
          .replaceAll(/[ \t]+/g, " ")
          .trim()
      : raw;
    const silent = /^[\s.*…-]*$/u.test(said);
    return {
      kind: silent ? "empty" : "text",
      author: markup ? withoutStation(author) : author,
      header: author,
      text: silent ? "" : said,
      raw,
      edited: false,
      time: timestamp?.text ?? null,
      seconds: timestamp === null ? null : (seconds.get(timestamp) ?? null),
      file,
      line: spoken[0].number,
      lastLine: spoken.at(-1)?.number ?? spoken[0].number,
    };
  });
  const firstSpoken = messages[0]?.line ?? 0;
  return {
    file,
    format: "transcript",
    clock: timestamps.length > 0 ? "elapsed" : "none",
    unreadLines: lines.filter(({ number, text: printed }) => number < firstSpoken && printed !== "").length,
    messages,
  };
}

function takeApart(text: string, markup: boolean): Line[] {
  const lines: Line[] = [];
  const read = text.split("\n").map((printed) => ({ printed, timestamp: readTimestamp(printed) }));
  const style = commonStyle(read.flatMap(({ timestamp }) => (timestamp === null ? [] : [timestamp])));
  let stampAbove = false;
  read.forEach(({ printed, timestamp: time }, index) => {
    if (printed.trim() === "" || (markup && annotationLine.test(printed))) return;
    const timestamp = time?.style === style ? time : null;
    const behind = timestamp?.rest ?? printed;
    const stamped = timestamp !== null || stampAbove;
    lines.push({ number: index + 1, timestamp, text: behind, label: readLabel(behind), stamped });
    stampAbove = timestamp !== null && behind === "";
  });
  return lines;
}

function readLabel(text: string): Line["label"] {
  const [, printed, said = ""] = /^\s?([^\s:][^:\n]*):(?:\s+(.*))?$/u.exec(text) ?? [];
  if (printed === undefined) return null;
  const name = normalizeName(printed.replaceAll(/[*_]{2}/g, ""));
  const plausible =
    name.length <= longestName &&
    name.split(" ").length <= mostWords &&
    /^[~+]?[\p{L}\p{N}]/u.test(name) &&
    /\p{L}|^\+/u.test(name) &&
    !/[!?;"“”]|\.$/u.test(name);
  return plausible ? { name, text: said } : null;
}

/** Labels that are spelled like a name and are none. */
const notNames = new Set(["edit", "fyi", "nb", "note", "ps", "re", "reminder", "todo", "update", "warning"]);

/** Whether a label that stands once names a person: `Dr. Ann O'Neil`, `CDR`, and no part of a sentence. */
function looksLikeName({ name, text }: NonNullable<Line["label"]>): boolean {
  return (
    text.trim() !== "" &&
    name.length <= 25 &&
    /^\p{Lu}[\p{L}\p{M}\p{N}'’.-]*(?: \p{Lu}[\p{L}\p{M}\p{N}'’.-]*){0,2}$/u.test(name) &&
    !notNames.has(nameKey(name))
  );
}

/**
 * The keys of the speakers' names. With times, whoever is named behind one; without, the names that open lines again
 * and again, and beside them whatever looks like a name.
 */
function findSpeakers(lines: readonly Line[]): ReadonlySet<string> {
  const stamped = lines.filter((line) => line.stamped && line.label !== null);
  const labelled = stamped.length > 0 ? stamped : lines.filter((line) => line.label !== null);
  const counts = new Map<string, number>();
  for (const { label } of labelled) {
    if (label !== null) counts.set(nameKey(label.name), (counts.get(nameKey(label.name)) ?? 0) + 1);
  }
  if (stamped.length > 0) return new Set(counts.keys());
  const recurring = [...counts].filter(([, count]) => count > 1).map(([name]) => name);
  if (recurring.length > 1) {
    const once = labelled.flatMap(({ label }) =>
      label !== null && looksLikeName(label) ? [label.name] : [],
    );
    return new Set([...recurring, ...once.map(nameKey)]);
  }
  return labelled.length === lines.length && counts.size > 1 ? new Set(counts.keys()) : new Set();
}

function gatherSpeeches(lines: readonly Line[], speakers: ReadonlySet<string>): Speech[] {
  const speeches: Speech[] = [];
  let timestamp: Timestamp | null = null;
  for (const line of lines) {
    timestamp = line.timestamp ?? timestamp;
    const last = speeches.at(-1);
    if (line.label !== null && speakers.has(nameKey(line.label.name))) {
      speeches.push({ author: line.label.name, timestamp, lines: [line] });
    } else if (line.text.trim() !== "") last?.lines.push(line);
  }
  return speeches;
}

/** An indented line goes on with the sentence above it; any other begins a line of its own. */
function joinLines([first, ...others]: Speech["lines"]): string {
  const joined = others.reduce(
    (text, line) => text + (/^\s{2,}/.test(line.text) ? " " : "\n") + line.text.trim(),
    first.label?.text ?? first.text,
  );
  return withoutDirectionMarks(joined).trim();
}
