// Reads amounts written as text: cores, memory, durations.
import { quantityFactors } from "../ir/quantities.ts";

const durationUnits: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86_400 };

export function isCores(value: number | string): boolean {
  return typeof value === "number" ? Number.isFinite(value) && value > 0 : /^\d+(\.\d+)?m?$/.test(value);
}

/** `8`, `"0.5"` and `"500m"` in cores. */
export function coresOf(value: number | string): number {
  if (typeof value === "number") return value;
  return value.endsWith("m") ? Number(value.slice(0, -1)) / 1000 : Number(value);
}

export function isMemory(value: string): boolean {
  return /^\d+(\.\d+)?([KMGTPE]i?)?$/.test(value);
}

/** `"32G"`, `"256Mi"` or a number of bytes, in units of 10^9 bytes. */
export function gigabytesOf(value: string): number {
  const [, amount = "", unit = ""] = /^([\d.]+)(.*)$/.exec(value) ?? [];
  return (Number(amount) * (quantityFactors[unit] ?? 1)) / 1e9;
}

export function isDuration(value: string): boolean {
  return /^\d+(\.\d+)?[smhd]$/.test(value);
}

/** `"5m"` as protobuf writes durations: `"300s"`. */
export function secondsText(value: string): string {
  const seconds = Number(value.slice(0, -1)) * (durationUnits[value.slice(-1)] ?? 1);
  return `${seconds.toFixed(9).replace(/\.?0+$/, "")}s`; // it knows nanoseconds, but no exponents
}
