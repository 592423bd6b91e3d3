// Amounts as text, in the units that the IR has for them.
import { expect, test } from "vitest";
import { coresOf, gigabytesOf, isMemory, secondsText } from "../../../pipeline/compiler/quantities.ts";

test.each([
  [8, 8],
  ["0.5", 0.5],
  ["500m", 0.5],
])("%s are %s cores", (text, cores) => expect(coresOf(text)).toBe(cores));

test.each([
  ["32G", 32],
  ["256Mi", 0.268435456],
  ["1.5T", 1500],
  ["1000000", 0.001],
  ["2Gi", 2.147483648],
])("%s is %s GB", (text, gigabytes) => expect(gigabytesOf(text)).toBe(gigabytes));

test.each(["32GB", "32 G", "-1G", ""])('"%s" is no amount of memory', (text) =>
  expect(isMemory(text)).toBe(false),
);

test.each([
  ["60s", "60s"],
  ["5m", "300s"],
  ["1.5h", "5400s"],
  ["1d", "86400s"],
])("%s is %s", (text, seconds) => expect(secondsText(text)).toBe(seconds));
