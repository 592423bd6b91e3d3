import { expect, test } from "vitest";
import { readTimings } from "../../../cloudbuild/plan/timings.ts";

const timing = { startTime: "2026-11-01T10:00:00.123456789Z", endTime: "2026-11-01T10:05:00.623456789Z" };

test("a finished build says how long the steps took that have succeeded", () => {
  const build = {
    id: "b-1",
    steps: [
      { id: "a:build", name: "x", status: "SUCCESS", timing },
      { id: "a:try", name: "x", status: "FAILURE", timing },
      { id: "a:push", name: "x", status: "QUEUED" },
      { name: "x", status: "SUCCESS", timing },
      { id: "a:odd", status: "SUCCESS", timing: { startTime: "soon", endTime: 3 } },
    ],
  };
  expect(readTimings("done.json", JSON.stringify(build))).toEqual({ "a:build": 300.5 });
});

test.each([
  ["{", "it is not JSON"],
  ["[]", "it has no steps"],
  ['{"steps": [null, 3]}', "no step with an id has succeeded in it"],
])("%j is no finished build", (text, why) => {
  expect(() => readTimings("done.json", text)).toThrow(
    `done.json: is no finished build: ${why}. Give what gcloud builds describe BUILD --format json prints.`,
  );
});
