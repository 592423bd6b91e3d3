import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runOnVirtualClock, type ClockedStep } from "../../../cloudbuild/simulate/virtual-clock.ts";
import "../../property-seed.ts";

function step(seconds: number, waits: readonly number[] = [], more: Partial<ClockedStep> = {}): ClockedStep {
  return { waits, seconds, endsWith: "SUCCESS", stopsBuild: false, ...more };
}

const fails = { endsWith: "FAILURE", stopsBuild: true } as const;

describe("the virtual clock", () => {
  test("starts a step in the second in which the last that it waits for ends", () => {
    expect(runOnVirtualClock([step(10), step(30), step(5, [0]), step(1, [0, 1, 2])], 100)).toEqual({
      steps: [
        { status: "SUCCESS", start: 0, end: 10 },
        { status: "SUCCESS", start: 0, end: 30 },
        { status: "SUCCESS", start: 10, end: 15 },
        { status: "SUCCESS", start: 30, end: 31 },
      ],
      seconds: 31,
    });
  });

  test("cancels what runs and starts nothing more when a step ends the build", () => {
    expect(
      runOnVirtualClock([step(10, [], fails), step(30), step(10), step(5, [0]), step(5, [2])], 100),
    ).toEqual({
      steps: [
        { status: "FAILURE", start: 0, end: 10 },
        { status: "CANCELLED", start: 0, end: 10 },
        { status: "SUCCESS", start: 0, end: 10 },
        { status: "QUEUED" },
        { status: "QUEUED" },
      ],
      seconds: 10,
      stoppedBy: 0,
    });
  });

  test("names the first of the steps that end the build in the same second", () => {
    const { stoppedBy, steps } = runOnVirtualClock([step(0), step(7, [0], fails), step(7, [], fails)], 100);
    expect([stoppedBy, ...steps.map(({ status }) => status)]).toEqual([1, "SUCCESS", "FAILURE", "FAILURE"]);
  });

  test("goes on after a failure that does not end the build", () => {
    const allowed = step(10, [], { endsWith: "FAILURE" });
    expect(runOnVirtualClock([allowed, step(5, [0])], 100)).toEqual({
      steps: [
        { status: "FAILURE", start: 0, end: 10 },
        { status: "SUCCESS", start: 10, end: 15 },
      ],
      seconds: 15,
    });
  });

  test("runs steps that take no time one after another in the same second", () => {
    const { steps, seconds } = runOnVirtualClock([step(0), step(0, [0]), step(0, [1])], 100);
    expect([seconds, ...steps]).toEqual([0, ...Array(3).fill({ status: "SUCCESS", start: 0, end: 0 })]);
  });

  test.each([
    [19, "SUCCESS", 19],
    [20, "SUCCESS", 20],
    [21, "CANCELLED", 20],
  ])("takes %i seconds of 20 for %s", (seconds, status, end) => {
    expect(runOnVirtualClock([step(seconds)], 20)).toEqual({
      steps: [{ status, start: 0, end }],
      seconds: end,
      ...(status === "SUCCESS" ? {} : { stoppedBy: "limit" }),
    });
  });
});

/** Steps that wait for any of those before them. */
const anySteps = fc
  .array(fc.tuple(fc.nat(50), fc.array(fc.nat(), { maxLength: 4 }), fc.nat(20)), { maxLength: 25 })
  .map((rows) =>
    rows.map(([seconds, picks, luck], index): ClockedStep => {
      const waits = index === 0 ? [] : [...new Set(picks.map((pick) => pick % index))];
      return step(seconds, waits, luck === 0 ? fails : luck === 1 ? { endsWith: "FAILURE" } : {});
    }),
  );

test("no step starts before all that it waits for have ended, and none runs after the build's end", () => {
  fc.assert(
    fc.property(anySteps, fc.integer({ min: 1, max: 400 }), (steps, limit) => {
      const outcome = runOnVirtualClock(steps, limit);
      for (const [index, { start, end, status }] of outcome.steps.entries()) {
        if (start === undefined) {
          expect(status).toBe("QUEUED");
          continue;
        }
        for (const on of steps[index]?.waits ?? []) {
          const before = outcome.steps[on];
          expect(["SUCCESS", "FAILURE"]).toContain(before?.status);
          expect(start).toBeGreaterThanOrEqual(before?.end ?? Infinity);
        }
        expect(end).toBeLessThanOrEqual(outcome.seconds);
      }
      expect(outcome.seconds).toBeLessThanOrEqual(limit);
      const isWhole = outcome.steps.every(({ status }) => status === "SUCCESS" || status === "FAILURE");
      if (outcome.stoppedBy === undefined) expect(isWhole).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
