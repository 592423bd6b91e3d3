import { expect, test } from "vitest";
import { checkDurations } from "../../../cloudbuild/check/check-durations.ts";
import { saidOf } from "./said-of.ts";

test("24 hours are the longest, for builds and steps", () => {
  const text = `steps:
  - {name: busybox, timeout: 86401s}
timeout: 86401s
`;
  expect(saidOf(checkDurations, text)).toEqual([
    "3:10+6 error TIMEOUT_TOO_LONG: the timeout of the build is 86401s, and the longest is 24 hours. Give 86400s at most.",
    "2:30+6 error TIMEOUT_TOO_LONG: the timeout of step-1 is 86401s, and the longest is 24 hours. Give 86400s at most.",
  ]);
});

test("24 hours are taken", () => {
  const text = `steps:
  - {name: busybox, timeout: 86400s}
timeout: 86400s
queueTtl: 60s
`;
  expect(saidOf(checkDurations, text)).toEqual([]);
});

test("a step that may take longer than the build is refused", () => {
  const text = `steps:
  - {id: build, name: busybox, timeout: 601s}
timeout: 600s
`;
  expect(saidOf(checkDurations, text)).toEqual([
    '2:41+4 error STEP_TIMEOUT_OVER_BUILD: the timeout of step "build" is 601s, and the build\'s is 600s. Give the build a timeout of at least 601s, or the step a shorter one.',
    "  3:10+4 the build's is here",
  ]);
});

test("a step that may take longer than a build without a timeout is told", () => {
  const text = `steps:
  - {name: busybox, timeout: 3601s}
`;
  expect(saidOf(checkDurations, text)).toEqual([
    "2:30+5 warning STEP_TIMEOUT_OVER_BUILD: the timeout of step-1 is 3601s, and the build has none and ends after 3600s. Give the build a timeout of at least 3601s, or the step a shorter one.",
  ]);
});

test("a step may take as long as its build", () => {
  const text = `steps:
  - {name: busybox, timeout: 3600s}
`;
  expect(saidOf(checkDurations, text)).toEqual([]);
});

test("zero is no timeout", () => {
  const text = `steps:
  - {name: busybox, timeout: 0s}
queueTtl: 0s
`;
  expect(saidOf(checkDurations, text)).toEqual([
    "3:11+2 warning ZERO_DURATION: queueTtl is 0s, which counts as none given. Give a duration above zero, as 1200s, or leave it out.",
    "2:30+2 warning ZERO_DURATION: the timeout of step-1 is 0s, which counts as none given. Give a duration above zero, as 1200s, or leave it out.",
  ]);
});

test("no time is below zero", () => {
  const text = `steps:
  - {name: busybox}
timeout: -1s
`;
  expect(saidOf(checkDurations, text)).toEqual([
    "3:10+3 error NEGATIVE_DURATION: the timeout of the build is -1s, below zero. Give a duration above zero, as 1200s, or leave it out.",
  ]);
});
