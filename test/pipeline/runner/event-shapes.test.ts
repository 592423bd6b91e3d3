import { describe, expect, test } from "vitest";
import type { KeptEvent } from "../../../pipeline/runner/events.ts";
import { isKeptEvent } from "../../../pipeline/runner/event-shapes.ts";

const artifact = { name: "file", type: {}, uri: "/somewhere", metadata: {}, fingerprint: "x" };
const values = { parameters: { text: "x" }, artifacts: { file: [artifact] } };
const failure = { path: "a", message: "no luck" };
const started = {
  kind: "run-started",
  time: 1,
  runId: "mine",
  pipeline: "small",
  folder: "/somewhere/runs/mine",
  ...values,
  cwd: "/",
} as const;
const finished = {
  kind: "task-finished",
  time: 1,
  path: "a",
  name: "a",
  type: "task",
  state: "FAILED",
  seconds: 0.5,
  outputs: values,
} as const;
const events: readonly KeptEvent[] = [
  started,
  { ...started, names: { project: "p" }, only: { from: "other", path: "a" } },
  { kind: "run-resumed", time: 1, again: true },
  { kind: "run-cancelling", time: 1, hard: false },
  { kind: "run-finished", time: 1, state: "CANCELLED", seconds: 0.5 },
  { kind: "task-started", time: 1, path: "a", name: "a", type: "loop", attempt: 1, iterations: 2 },
  { kind: "task-retrying", time: 1, path: "a", name: "a", attempt: 1, delayMs: 0, failure },
  finished,
  { ...finished, failure, inputs: values, log: "/log.txt" },
];

describe("a line of events.jsonl", () => {
  test.each(events)("is an event: %j", (event) => {
    expect(isKeptEvent(event)).toBe(true);
  });

  test.each<unknown>([
    null,
    [],
    5,
    {},
    { kind: "toString" },
    { kind: "run-started", time: 1 },
    { ...started, folder: 5 },
    { ...started, time: 1e300 },
    { ...started, artifacts: { file: [null] } },
    { ...started, artifacts: { file: [{ ...artifact, uri: 5 }] } },
    { ...finished, outputs: undefined },
    { ...finished, state: "toString" },
    { ...finished, failure: "no luck" },
    { ...finished, path: "a/".repeat(20_000) },
  ])("is none: %j", (line) => {
    expect(isKeptEvent(line)).toBe(false);
  });
});
