import fc from "fast-check";
import { expect, test } from "vitest";
import { scheduleBuild } from "../../../cloudbuild/plan/schedule.ts";
import { mergedBy } from "./small-builds.ts";

test("steps begin when what they wait for has ended, and the longest way is the critical path", () => {
  const merged = mergedBy({
    "a:build": [],
    "b:build": [],
    "a:push": ["a:build"],
    "c:use": ["a:push", "b:build"],
  });
  expect(scheduleBuild(merged, { "a:build": 300, "b:build": 400, "a:push": 30 })).toEqual({
    steps: [
      {
        id: "a:build",
        component: "a",
        seconds: 300,
        isKnown: true,
        start: 0,
        end: 300,
        wave: 1,
        isCritical: false,
      },
      {
        id: "b:build",
        component: "b",
        seconds: 400,
        isKnown: true,
        start: 0,
        end: 400,
        wave: 1,
        isCritical: true,
      },
      {
        id: "a:push",
        component: "a",
        seconds: 30,
        isKnown: true,
        start: 300,
        end: 330,
        wave: 2,
        isCritical: false,
      },
      {
        id: "c:use",
        component: "c",
        seconds: 60,
        isKnown: false,
        start: 400,
        end: 460,
        wave: 3,
        isCritical: true,
      },
    ],
    waves: [["a:build", "b:build"], ["a:push"], ["c:use"]],
    criticalPath: ["b:build", "c:use"],
    total: 460,
    serial: 790,
  });
});

test("a build without steps takes no time", () => {
  expect(scheduleBuild(mergedBy({}))).toEqual({
    steps: [],
    waves: [],
    criticalPath: [],
    total: 0,
    serial: 0,
  });
});

/** The seed of which Pollux is the successor: three images, a step that uses two of them, and an application. */
const durations = {
  "prepare:build": 300,
  "prepare:push": 60,
  "tune:build": 300,
  "tune:push": 60,
  "pipeline:build": 300,
  "pipeline:push": 60,
  "pipeline:compile": 90,
  "app:build": 300,
  "app:push": 60,
  "app:deploy": 60,
};
const images = {
  "prepare:build": [],
  "prepare:push": ["prepare:build"],
  "tune:build": [],
  "tune:push": ["tune:build"],
  "app:build": [],
  "app:push": ["app:build"],
  "app:deploy": ["app:push"],
};

test("with needs of its steps the seed takes 450 s, with needs of its components 810 s, in a row 1590 s", () => {
  const pushes = ["prepare:push", "tune:push"];
  const byStep = mergedBy({
    ...images,
    "pipeline:build": [],
    "pipeline:push": ["pipeline:build"],
    "pipeline:compile": ["pipeline:push", ...pushes],
  });
  const byComponent = mergedBy({
    ...images,
    "pipeline:build": pushes,
    "pipeline:push": ["pipeline:build"],
    "pipeline:compile": ["pipeline:push"],
  });
  const totals = [byStep, byComponent].map((merged) => {
    const { total, serial } = scheduleBuild(merged, durations);
    return { total, serial };
  });
  expect(totals).toEqual([
    { total: 450, serial: 1590 },
    { total: 810, serial: 1590 },
  ]);
});

/** Each step waits for some of those before it. */
const graphs = fc
  .array(fc.record({ seconds: fc.nat(100), waits: fc.array(fc.nat(20), { maxLength: 4 }) }), { maxLength: 9 })
  .map((steps) =>
    steps.map(({ seconds, waits }, index) => ({
      id: `s:${index}`,
      seconds,
      waits: [...new Set(index === 0 ? [] : waits.map((wait) => `s:${wait % index}`))],
    })),
  );

test("the critical path is the longest of all paths, and what it says of itself fits", () => {
  fc.assert(
    fc.property(graphs, (steps) => {
      const byId = new Map(steps.map((step) => [step.id, step]));
      const longest = (id: string): number => {
        const step = byId.get(id);
        return (step?.seconds ?? 0) + Math.max(0, ...(step?.waits ?? []).map(longest));
      };
      const schedule = scheduleBuild(
        mergedBy(Object.fromEntries(steps.map(({ id, waits }) => [id, waits]))),
        Object.fromEntries(steps.map(({ id, seconds }) => [id, seconds])),
      );
      expect(schedule.total).toBe(Math.max(0, ...steps.map(({ id }) => longest(id))));
      const path = schedule.criticalPath;
      expect(path.reduce((sum, id) => sum + (byId.get(id)?.seconds ?? 0), 0)).toBe(schedule.total);
      path.slice(1).forEach((id, at) => expect(byId.get(id)?.waits).toContain(path[at]));
      expect(byId.get(path[0] ?? "")?.waits ?? []).toEqual([]);
      for (const { id, start, wave } of schedule.steps) {
        const before = schedule.steps.filter((other) => byId.get(id)?.waits.includes(other.id));
        expect(start).toBe(Math.max(0, ...before.map(({ end }) => end)));
        expect(wave).toBe(1 + Math.max(0, ...before.map((other) => other.wave)));
      }
    }),
  );
});

test("ten thousand steps in a row are scheduled at once", () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `s:${index}`);
  const merged = mergedBy(Object.fromEntries(ids.map((id, at) => [id, at === 0 ? [] : [`s:${at - 1}`]])));
  const started = performance.now();
  expect(scheduleBuild(merged).total).toBe(600_000);
  expect(performance.now() - started).toBeLessThan(2000);
});
