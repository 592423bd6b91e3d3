// A build's options and its seconds -> what Cloud Build charges for them.
import { own } from "../../pipeline/ir/json-object.ts";
import type { BuildOptions } from "../format/build.ts";

/** https://cloud.google.com/build/pricing, "last updated" on the date; seconds are billed, waiting in the queue is not. */
export const buildPrices = {
  date: "2025-08-25",
  source: "Cloud Build's list prices",
  currency: "USD",
  /** A minute in the default pool, by machine. N1 costs what E2 of its size does. */
  perMinute: {
    E2_MEDIUM: 0.003,
    E2_STANDARD_2: 0.006,
    E2_HIGHCPU_8: 0.016,
    E2_HIGHCPU_32: 0.064,
    N1_HIGHCPU_8: 0.016,
    N1_HIGHCPU_32: 0.064,
  } as { readonly [machine: string]: number }, // looked up by what a file says
  /** Of E2_STANDARD_2 alone, in a month, for all builds of a billing account. */
  freeMinutes: 2500,
} as const;

export type BuildPrice =
  | {
      readonly kind: "known";
      readonly machine: string;
      readonly minutes: number;
      readonly perMinute: number;
      readonly dollars: number;
      /** Whether the free minutes of a month may cover it. */
      readonly mayBeFree: boolean;
    }
  /** `why` goes on after "unknown: ". */
  | { readonly kind: "unknown"; readonly minutes: number; readonly why: string };

/** Of a build that takes so many seconds. Disks, the images' storage and the tax are not in it. */
export function priceOf(options: BuildOptions | undefined, seconds: number): BuildPrice {
  const minutes = seconds / 60;
  if (options?.pool !== undefined || options?.workerPool !== undefined) {
    return { kind: "unknown", minutes, why: "a private pool's price is that of its own machines" };
  }
  const given = options?.machineType ?? "UNSPECIFIED";
  const machine = given === "UNSPECIFIED" ? "E2_STANDARD_2" : given; // the default pool's default
  const perMinute = own(buildPrices.perMinute, machine);
  if (perMinute === undefined) {
    return { kind: "unknown", minutes, why: `the list of ${buildPrices.date} has no machine "${machine}"` };
  }
  const mayBeFree = machine === "E2_STANDARD_2";
  return { kind: "known", machine, minutes, perMinute, dollars: minutes * perMinute, mayBeFree };
}
