// Decides which of a date's three numbers is day, month and year, for a whole export at once.
import type { DateOrder } from "../message.ts";
import type { Header } from "./header.ts";

type Order = DateOrder["order"];

const day = 86_400;
const positions: { readonly [O in Order]: readonly [number, number, number] } = {
  dmy: [2, 1, 0],
  mdy: [2, 0, 1],
  ymd: [0, 1, 2],
};

/** Steps of the order over the whole file: how often and how far time goes back, and how far it goes in all. */
interface Walk {
  readonly order: Order;
  readonly backwardSteps: number;
  readonly distance: number;
}

/** The order in which every date exists and time goes on most evenly. */
export function decideDateOrder(headers: readonly Header[]): DateOrder {
  if (headers.some(({ date: [first] }) => first > 999)) return { order: "ymd", decidedBy: "four-digit year" };
  const possible = (["dmy", "mdy"] as const).filter((order) => isPossible(headers, order));
  if (possible.length === 0) {
    const order = isPossible(headers, "ymd") ? "ymd" : "dmy";
    return { order, decidedBy: order === "ymd" ? "number above 12" : "assumed" };
  }
  const [only, other] = possible;
  if (only === undefined || other === undefined)
    return { order: only ?? "dmy", decidedBy: "number above 12" };
  const one = walk(headers, only);
  const two = walk(headers, other);
  if (one.backwardSteps !== two.backwardSteps) {
    return { order: one.backwardSteps < two.backwardSteps ? only : other, decidedBy: "time order" };
  }
  if (one.distance !== two.distance) {
    return { order: one.distance < two.distance ? only : other, decidedBy: "smallest steps" };
  }
  return { order: only, decidedBy: "assumed" };
}

/** Pasted lines may hold impossible dates, so a few do not rule an order out. */
function isPossible(headers: readonly Header[], order: Order): boolean {
  const wrong = headers.filter((header) => toSeconds(header, order) === null).length;
  return wrong <= headers.length * 0.01;
}

function walk(headers: readonly Header[], order: Order): Walk {
  let backwardSteps = 0;
  let distance = 0;
  let previous: number | null = null;
  for (const header of headers) {
    const now = toSeconds(header, order);
    if (now === null) continue;
    if (previous !== null) {
      if (now < previous - day) backwardSteps += 1;
      distance += Math.abs(now - previous);
    }
    previous = now;
  }
  return { order, backwardSteps, distance };
}

/** Seconds on the chat's own clock, as if it were UTC; null where the date does not exist. */
export function toSeconds(header: Header, order: Order): number | null {
  const [yearAt, monthAt, dayAt] = positions[order];
  const year = toFullYear(header.date[yearAt] ?? 0);
  const month = header.date[monthAt] ?? 0;
  const dayOfMonth = header.date[dayAt] ?? 0;
  const time = Date.UTC(year, month - 1, dayOfMonth, header.hour, header.minute, header.second);
  const exists = new Date(time).getUTCMonth() === month - 1 && dayOfMonth > 0 && month > 0;
  return exists ? time / 1000 : null;
}

/** Two digits are of this century; Thai years run 543 ahead. */
function toFullYear(year: number): number {
  if (year < 100) return 2000 + year;
  return year > 2400 ? year - 543 : year;
}

export function formatWallTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}
