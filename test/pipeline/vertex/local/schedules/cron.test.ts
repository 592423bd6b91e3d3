// When a cron expression comes round next.
import { expect, test } from "vitest";
import { nextTime, requireCron } from "../../../../../pipeline/vertex/local/schedules/cron.ts";

const next = (cron: string, after: string): string | undefined => {
  const time = nextTime(cron, Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

test("the time zone is UTC, or the one before the fields", () => {
  expect(nextTime("TZ=Europe/Berlin 0 9 * * 1", 0)).toBe(374400000);
  expect(next("30 6 * * *", "2026-01-01T06:30:00Z")).toBe("2026-01-02T06:30:00.000Z");
  expect(next("CRON_TZ=America/New_York 0 0 * * *", "2026-01-01T00:00:00Z")).toBe("2026-01-01T05:00:00.000Z");
});

test("an hour that the clocks leave out, or have twice, is met once", () => {
  expect(next("TZ=Europe/Berlin 30 2 * * *", "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
  const first = next("TZ=Europe/Berlin 30 2 * * *", "2026-10-24T12:00:00Z");
  expect(first).toBe("2026-10-25T00:30:00.000Z");
  expect(next("TZ=Europe/Berlin 30 2 * * *", first ?? "")).toBe("2026-10-26T01:30:00.000Z");
});

test("a day that never comes has no next time", () => {
  expect(next("0 0 30 2 *", "2026-01-01T00:00:00Z")).toBe(undefined);
});

test.each(["", "* * * *", "61 * * * *", "TZ=Nowhere/City * * * * *", "* * * * * *", "every day"])(
  "%j is refused",
  (cron) => {
    expect(() => nextTime(cron, 0)).toThrow(expect.objectContaining({ code: "CRON_INVALID" }));
  },
);

test.each([
  ["0 0 31 2 *", "never comes"],
  ["@yearly", "has 1 fields"],
  ["2030-01-01T00:00:00", "has 1 fields"],
  ["TZ=Europe/Berlin 0 9 L * *", "has what unix-cron has not"],
  ["0 9 * * MON#2", "has what unix-cron has not"],
])("clients may not ask for %s, which %s", (cron, mistake) => {
  expect(() => requireCron(cron)).toThrow(
    expect.objectContaining({
      code: "CRON_INVALID",
      message: `cron "${cron}" ${mistake}. Write five fields, as "TZ=Europe/Berlin 0 9 * * 1".`,
    }),
  );
});

test.each(["0 3 * * *", "CRON_TZ=America/New_York */15 8-18 * jan 1-5"])("clients may ask for %s", (cron) => {
  expect(() => requireCron(cron)).not.toThrow();
});
