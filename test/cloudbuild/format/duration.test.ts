import { expect, test } from "vitest";
import { durationSeconds, timeoutSeconds } from "../../../cloudbuild/format/duration.ts";

test("a duration is seconds with at most nine decimals", () => {
  const texts = ["1800s", "0.5s", "-1s", "10m", "1.0000000001s", ""];
  expect(texts.map(durationSeconds)).toEqual([1800, 0.5, -1, undefined, undefined, undefined]);
});

test("a timeout of nothing or of zero is none", () => {
  expect(["60s", "0s", "-1s", "x", undefined].map(timeoutSeconds)).toEqual([
    60,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
