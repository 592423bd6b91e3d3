import { expect, test } from "vitest";
import { priceOf } from "../../../cloudbuild/plan/price.ts";

test("the minutes of the seed on eight CPUs cost 12 cents, and 42 in a row", () => {
  const options = { machineType: "E2_HIGHCPU_8" } as const;
  expect(priceOf(options, 450)).toEqual({
    kind: "known",
    machine: "E2_HIGHCPU_8",
    minutes: 7.5,
    perMinute: 0.016,
    dollars: 0.12,
    mayBeFree: false,
  });
  expect(priceOf(options, 1590)).toMatchObject({ minutes: 26.5, dollars: 0.424 });
});

test("without a machine type it is the default pool's default, of which some minutes are free", () => {
  const standard = {
    kind: "known",
    machine: "E2_STANDARD_2",
    minutes: 1,
    perMinute: 0.006,
    dollars: 0.006,
    mayBeFree: true,
  };
  expect(priceOf(undefined, 60)).toEqual(standard);
  expect(priceOf({ machineType: "UNSPECIFIED" }, 60)).toEqual(standard);
});

test("the price of a private pool, and of a machine that the list lacks, is unknown", () => {
  expect(priceOf({ pool: { name: "projects/p/locations/l/workerPools/w" } }, 60)).toEqual({
    kind: "unknown",
    minutes: 1,
    why: "a private pool's price is that of its own machines",
  });
  const unknown = { machineType: "constructor" } as unknown as { machineType: "E2_MEDIUM" }; // what a file may say
  expect(priceOf(unknown, 60)).toEqual({
    kind: "unknown",
    minutes: 1,
    why: 'the list of 2025-08-25 has no machine "constructor"',
  });
});
