// A loop's iterations to one lane: how many ran at each moment, and where some failed.
import type { TaskRecord } from "../../record/run-record.ts";
import { type Markup, trusted } from "./markup.ts";
import type { TimeScale } from "./timeline.ts";

const buckets = 240;
const height = 20;

export function activityLane(iterations: readonly TaskRecord[], scale: TimeScale): Markup {
  const [running, failed] = activity(iterations, scale);
  const most = running.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return trusted("");
  const top = (value: number) => Math.round((height - (value / most) * (height - 5)) * 10) / 10;
  const steps = running.map((value, index) => `L${index} ${top(value)}H${index + 1}`).join("");
  const marks = failed.flatMap((value, index) => (value > 0 ? [`M${index} 0h1.4v7h-1.4z`] : [])).join("");
  return trusted(
    `<svg class="activity" viewBox="0 0 ${buckets} ${height}" preserveAspectRatio="none">` +
      `<path class="busy" d="M0 ${height}${steps}V${height}Z"/><path class="broken" d="${marks}"/></svg>`,
  );
}

/** Of each bucket of time: how many ran in it on average, and how many failed in it. */
function activity(
  iterations: readonly TaskRecord[],
  scale: TimeScale,
): readonly [running: readonly number[], failed: readonly number[]] {
  const partly = new Array<number>(buckets).fill(0);
  /** By how much more run from this bucket on than before it, counting whole buckets. */
  const changes = new Array<number>(buckets + 1).fill(0);
  const failed = new Array<number>(buckets).fill(0);
  const add = (to: number[], index: number, value: number) => (to[index] = (to[index] ?? 0) + value);
  for (const { startedAt, endedAt, state, cached } of iterations) {
    if (startedAt === undefined || cached) continue;
    const from = (scale.at(startedAt) / 100) * buckets;
    const to = (scale.at(endedAt ?? scale.end) / 100) * buckets;
    const [first, last] = [bucketAt(from), bucketAt(to)];
    if (first === last) add(partly, first, to - from);
    else {
      add(partly, first, first + 1 - from);
      add(partly, last, to - last);
      add(changes, first + 1, 1);
      add(changes, last, -1);
    }
    if (state === "FAILED") add(failed, last, 1);
  }
  let whole = 0;
  return [partly.map((part, index) => part + (whole += changes[index] ?? 0)), failed];
}

function bucketAt(place: number): number {
  return Math.min(buckets - 1, Math.floor(place));
}
