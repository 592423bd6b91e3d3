// Sizes and times as people read them.
import { describeSeconds } from "../duration.ts";

/** `describeBytes(1536)` is `1.5 kB`, in steps of 1000. */
export function describeBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** To the millisecond where it matters: `describeTime(0.0123)` is `12 ms`. */
export function describeTime(seconds: number): string {
  return seconds < 0.95 ? `${Math.round(seconds * 1000)} ms` : describeSeconds(seconds);
}

/** `2026-11-21 17:19:46 UTC`. */
export function describeMoment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
