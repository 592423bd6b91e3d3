import { expect, test } from "vitest";
import { found, quoted, stepName } from "../../../cloudbuild/findings/found.ts";
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";

const file: BuildFile = {
  file: "a.yaml",
  text: "",
  build: { steps: [] },
  placeOf: (path, of) => ({ file: JSON.stringify([path, of]), line: 1, column: 1, length: 1 }),
};

test("a finding has only the fields that it needs", () => {
  const problem = { code: "X", severity: "error", message: "m.", remedy: "r." } as const;
  expect(found(file, { ...problem, at: ["steps", 0] })).toEqual({
    ...problem,
    place: file.placeOf(["steps", 0], {}),
  });
});

test("a finding may point at a key and have other places and a mode", () => {
  const problem = { code: "X", severity: "warning", message: "m.", remedy: "r.", mode: "submit" } as const;
  const related = [{ at: ["images"], part: "b", note: "n" }];
  expect(found(file, { ...problem, at: ["steps"], key: true, related })).toEqual({
    ...problem,
    place: file.placeOf(["steps"], { key: true }),
    related: [{ place: file.placeOf(["images"], { part: "b" }), note: "n" }],
  });
});

test("text of a file stays on one line, is cut, and steers no terminal", () => {
  expect(quoted("a\nb\tc\u001b[2J")).toBe('"a\\nb\\tc\\x1b[2J"');
  expect(quoted("x".repeat(81))).toBe(`"${"x".repeat(79)}…"`);
  expect(quoted("x".repeat(80))).toBe(`"${"x".repeat(80)}"`);
});

test("a step is called by its id, or by its number", () => {
  expect([stepName({ id: "build" }, 1), stepName({ id: "" }, 1), stepName({}, 0)]).toEqual([
    'step "build"',
    "step-2",
    "step-1",
  ]);
});
