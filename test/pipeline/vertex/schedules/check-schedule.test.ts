// The forms of times that Vertex AI takes.
import { expect, test } from "vitest";
import { checkSchedule } from "../../../../pipeline/vertex/schedules/check-schedule.ts";

test.each(["0 3 * * *", "*/15 8-18 * * 1-5", "30 2 1,15 * *", "0 0 1 jan *", "0 0 * jul wed", "5 4 * * sun"])(
  "%s is a time",
  (cron) => {
    expect(checkSchedule("nightly", { cron })).toEqual([]);
  },
);

test.each([
  ["0 3 * * * *", "has 6 fields"],
  ["@daily", "has 1 fields"],
  ["TZ=UTC 0 3 * * *", "has a time zone in it, which --time-zone says"],
  ["0 3 L * *", "has what unix-cron has not"],
  ["0 3 ? * 1", "has what unix-cron has not"],
  ["61 3 * * *", "is no cron expression"],
  ["0 3 30 2 *", "never comes"],
])("%s %s", (cron, mistake) => {
  expect(checkSchedule("nightly", { cron })).toEqual([
    {
      where: "cron",
      message: `"${cron}" ${mistake}. Give minute, hour, day of the month, month and day of the week, as "0 3 * * *".`,
    },
  ]);
});
