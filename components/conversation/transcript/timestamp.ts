// Reads the times of a transcript: `[dd:hh:mm:ss]`, `00:00:04`, `(12:30)`, before zero with a minus.

export interface Timestamp {
  /** As printed, without brackets. */
  readonly text: string;
  readonly parts: readonly number[];
  readonly negative: boolean;
  readonly style: "square" | "round" | "bare";
  /** What stands behind it on the line. */
  readonly rest: string;
}

const stamped =
  /^\s*(?:\[(?<square>-?\d{1,3}(?::\d{2}){1,3})(?:[.,]\d+)?\]|\((?<round>-?\d{1,3}(?::\d{2}){1,3})(?:[.,]\d+)?\)|(?<bare>-?\d{1,3}(?::\d{2}){1,3})(?:[.,]\d+)?(?=\s|$))\s*(?:[-–]\s+)?(?<rest>.*)$/u;

/** Null where the line opens with no time. */
export function readTimestamp(line: string): Timestamp | null {
  const groups = stamped.exec(line)?.groups;
  if (groups === undefined) return null;
  const style = groups["square"] !== undefined ? "square" : groups["round"] !== undefined ? "round" : "bare";
  const text = groups[style] ?? "";
  const negative = text.startsWith("-");
  const parts = text.replace("-", "").split(":").map(Number);
  return { text, parts, negative, style, rest: groups["rest"] ?? "" };
}

/** The style of most times: one file has one, and a time in another is something that was said. */
export function commonStyle(timestamps: readonly Timestamp[]): Timestamp["style"] | null {
  const styles = (["square", "round", "bare"] as const).map((style) => ({
    style,
    count: timestamps.filter((timestamp) => timestamp.style === style).length,
  }));
  const most = styles.reduce((best, entry) => (entry.count > best.count ? entry : best));
  return most.count > 0 ? most.style : null;
}

/** Seconds; speakers who talk at once may be printed a little out of order, and further back is a later day. */
const longestStepBack = 5 * 60;
const day = 86_400;

/**
 * The seconds of one file's times, in its order. A clock that names no day starts again with each: the times go on by a
 * day. Times that count days, hours beyond a day, or down to a start are of one clock, and stay as they are.
 *
 * The times `22:00`, `08:30` give `[79_200, 117_000]`.
 */
export function secondsOf(timestamps: readonly Timestamp[]): number[] {
  const rule = secondsRule(timestamps);
  const printed = timestamps.map(rule);
  const namesDays = timestamps.some(
    ({ parts, negative }, index) => negative || parts.length > 3 || (printed[index] ?? 0) >= day,
  );
  if (namesDays) return printed;
  let days = 0;
  return printed.map((seconds, index) => {
    if ((printed[index - 1] ?? 0) - seconds > longestStepBack) days += 1;
    return seconds + days * day;
  });
}

/**
 * The rule of one file: seconds from a timestamp. Two numbers are hours and minutes of a day, unless one says more than
 * 23 first, as minutes of a recording do.
 */
function secondsRule(timestamps: readonly Timestamp[]): (timestamp: Timestamp) => number {
  const minutesFirst = timestamps.some(({ parts }) => parts.length === 2 && (parts[0] ?? 0) > 23);
  return ({ parts, negative }) => {
    const whole = parts.length === 2 && !minutesFirst ? [...parts, 0] : parts;
    const units = [1, 60, 3600, day];
    const seconds = whole.toReversed().reduce((sum, part, place) => sum + part * (units[place] ?? 0), 0);
    return negative ? -seconds : seconds;
  };
}
