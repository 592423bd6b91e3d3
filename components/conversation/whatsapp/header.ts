// Reads what stands before a message's author: date, time and the marks around them, in any of the shapes that
// WhatsApp prints for its languages.
import { directionMarks } from "../plain-text.ts";

/** The three numbers of the date are kept in printed order until the whole file has decided what they mean. */
export interface Header {
  readonly date: readonly [number, number, number];
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** How the header is printed: one export has one style. */
  readonly style: string;
  /** Where in the line author and body begin. */
  readonly end: number;
}

const marks = `[${directionMarks}]*`;
const space = "[ \\u00a0\\u202f\\u2009]";
const digits = "\\p{Nd}";
const separator = `${marks}(\\. ?|[/.\\-])${marks}`;
/** `14.` in Korean and Hungarian, `г.` in Bulgarian, `BE` in Thai. */
const dateSuffix = `(?:\\.|${space}?г\\.|${space}?(?:BE|พ\\.ศ\\.))?`;
const date = `(${digits}{1,4})${separator}(${digits}{1,2})${separator}(${digits}{1,4})${dateSuffix}`;
const before = "上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|오전|오후|午前|午後";
const after =
  `[AaPp]\\.?${space}?[Mm]\\.?|ص|م|[πΠ]\\.?[μΜ]\\.?|[μΜ]\\.?[μΜ]\\.?|SA|CH|[fe]\\.?m\\.?|` +
  "vorm\\.|nachm\\.|पूर्वाह्न|अपराह्न|ч\\.";
const time =
  `(?:(${before})${space}?)?(${digits}{1,2})[:.](${digits}{2})(?:[:.](${digits}{2}))?` +
  `(?:${space}?(${after}))?`;
/** Between date and time; Finnish says `klo`, others `kl.`, `um`, `at`, `à`. */
const gap = `${marks}[,،]?${marks}${space}*(?:(?:klo|kl\\.|um|at|à|alle|às|a las)${space}+)?${marks}`;

const dashed = new RegExp(
  `^${marks}${date}${gap}${time}${marks}(?:${space}[-–]${space}|:${space})${marks}`,
  "u",
);
const bracketed = new RegExp(`^${marks}\\[${marks}${date}${gap}${time}${marks}\\]${space}?`, "u");
const timeFirst = new RegExp(
  `^${marks}\\[${marks}${time}${marks}[,،]${space}*${marks}${date}${marks}\\]${space}?`,
  "u",
);
const mayOpen = new RegExp(`^${marks}(?:\\[|${digits})`, "u");

/**
 * Null where the line continues the message above it.
 *
 * `readHeader("3/14/24, 9:05 PM - Ana: hi")` gives the date `[3, 14, 24]`, the hour 21 and the end 19.
 */
export function readHeader(line: string): Header | null {
  if (!mayOpen.test(line)) return null;
  const byDash = dashed.exec(line);
  if (byDash !== null) return assemble("dash", byDash, 1, 6);
  const inBrackets = bracketed.exec(line);
  if (inBrackets !== null) return assemble("bracket", inBrackets, 1, 6);
  const fromWeb = timeFirst.exec(line);
  return fromWeb === null ? null : assemble("web", fromWeb, 6, 1);
}

function assemble(shape: string, match: RegExpExecArray, dateAt: number, timeAt: number): Header | null {
  const group = (index: number): string => match[index] ?? "";
  const [first, between, second, , third] = [0, 1, 2, 3, 4].map((index) => group(dateAt + index));
  const dayPeriod = group(timeAt) || group(timeAt + 4);
  const hour = to24Hours(toNumber(group(timeAt + 1)), dayPeriod);
  const minute = toNumber(group(timeAt + 2));
  const seconds = group(timeAt + 3);
  if (hour > 23 || minute > 59 || toNumber(seconds) > 59) return null;
  const yearFirst = first !== undefined && first.length === 4;
  return {
    date: [toNumber(first ?? ""), toNumber(second ?? ""), toNumber(third ?? "")],
    hour,
    minute,
    second: toNumber(seconds),
    style: [shape, between, yearFirst, seconds !== "", dayPeriod !== ""].join(" "),
    end: match[0].length,
  };
}

const morning = /^(?:a|ص|[πΠ]|SA|f|vorm|पूर्वाह्न|上午|凌晨|清晨|早上|오전|午前)/i;
const noDayPeriod = /^ч/;

function to24Hours(hour: number, dayPeriod: string): number {
  if (dayPeriod === "" || noDayPeriod.test(dayPeriod)) return hour;
  if (hour > 12) return hour;
  if (morning.test(dayPeriod)) return hour % 12;
  return dayPeriod === "中午" && hour === 11 ? 11 : (hour % 12) + 12;
}

/** Any script's decimal digits: Unicode lays each set of ten out in a row that starts at a multiple of ten from its zero. */
function toNumber(text: string): number {
  let value = 0;
  for (const digit of text) value = value * 10 + digitValue(digit);
  return value;
}

function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return code - 0x30;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}
