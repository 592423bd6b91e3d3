import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { liveReporter, type RunEvent } from "../../../pipeline/runner/index.ts";
import { TaskViews } from "../../../pipeline/runner/report/task-view.ts";
import { treeLines } from "../../../pipeline/runner/report/tree-lines.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";

const outputs = { parameters: {}, artifacts: {} };
const log = join(temporaryFolder(), "log.txt");
writeFileSync(log, "progress 1/2\nloading\ntrain: no luck. Try 8.\n");

type Type = "task" | "group" | "loop";
const started = (path: string, time: number, type: Type = "task", iterations?: number): RunEvent => ({
  kind: "task-started",
  time,
  path,
  name: path,
  type,
  attempt: 1,
  ...(iterations === undefined ? {} : { iterations }),
});
const finished = (
  path: string,
  time: number,
  state: "SUCCEEDED" | "CACHED" | "SKIPPED" | "FAILED",
  message?: string,
  type: Type = "task",
): RunEvent => ({
  kind: "task-finished",
  time,
  path,
  name: path,
  type,
  state,
  seconds: time / 1000,
  outputs,
  ...(message === undefined ? {} : { failure: { path, message } }),
  ...(state === "FAILED" ? { log } : {}),
});
const progress = (path: string, time: number, done: number): RunEvent => ({
  kind: "task-progress",
  time,
  path,
  done,
  total: 100,
  text: "loss 2.3",
});

const events: readonly RunEvent[] = [
  {
    kind: "run-started",
    time: 0,
    runId: "r",
    pipeline: "twin",
    folder: "/tmp/elsewhere/runs/r",
    parameters: {},
    artifacts: {},
    cwd: "/tmp",
  },
  started("group", 0, "group"),
  started("group/ingest", 0),
  finished("group/ingest", 2000, "CACHED"),
  started("group/train", 2000),
  progress("group/train", 3000, 10),
  { kind: "task-line", path: "group/train", line: "a line" },
  progress("group/train", 13_000, 20),
  finished("group/branch/augment", 13_000, "SKIPPED", "its condition is false"),
];
const failing: readonly RunEvent[] = [
  finished("group/train", 14_000, "FAILED", "exit code 1: train: no luck. Try 8."),
  finished("group", 14_000, "FAILED", undefined, "group"),
  { kind: "run-finished", time: 14_000, state: "FAILED", seconds: 14 },
];

function viewsOf(all: readonly RunEvent[]): TaskViews {
  const views = new TaskViews();
  for (const event of all) views.apply(event);
  return views;
}

test("outside of a terminal, lines say what began and ended, progress now and then, and why it failed", () => {
  const stream = new PassThrough();
  const report = liveReporter(stream);
  for (const event of [...events, ...failing]) report(event);
  expect(String(stream.read()).trimEnd().split("\n")).toEqual([
    "twin: running in /tmp/elsewhere/runs/r",
    "started    group/ingest",
    "cached     group/ingest",
    "started    group/train",
    "running    group/train  20 %, 1 min 20 s left, loss 2.3",
    "skipped    group/branch/augment: its condition is false",
    "failed     group/train  14 s: exit code 1: train: no luck. Try 8.",
    "",
    "group/train failed: exit code 1: train: no luck. Try 8.",
    "  | loading",
    "  | train: no luck. Try 8.",
    `  its log: ${log}`,
    "",
    "Once the cause is corrected, with the options of this run (--root, --python ...):",
    "  pollux run --resume r    goes on with the pipeline as it was: only what did not succeed runs",
    "  pollux run --only group/train --from r    that task alone, with the inputs it had",
    "If the cause is in the pipeline, give its file to --only, or run it from its beginning: what is cached is not repeated.",
    "twin: failed in 14 s (1 cached, 1 skipped, 1 failed)",
  ]);
});

test("the tree shows groups, states, times and progress with the time left", () => {
  expect(treeLines(viewsOf(events), { now: 23_000 })).toEqual([
    "▸ group",
    "  ✓ ingest  cached",
    "  ▸ train  21 s  20 %, 1 min 10 s left, loss 2.3",
    "  ▸ branch",
    "    – augment  skipped: its condition is false",
  ]);
});

test("a long loop is folded: what runs or failed is shown", () => {
  const views = viewsOf([
    started("loop", 0, "loop", 20),
    ...Array.from({ length: 20 }, (_, i) => [
      started(`loop[${i}]`, 0),
      finished(`loop[${i}]`, 1000, "SUCCEEDED"),
    ]).flat(),
    started("loop[3]", 0),
    finished("loop[7]", 1000, "FAILED", "exit code 1"),
  ]);
  expect(treeLines(views, { now: 5000 })).toEqual([
    "▸ loop  5.0 s  20 iterations",
    "  ▸ [3]  5.0 s",
    "  ✗ [7]  1.0 s  exit code 1",
  ]);
});

test("a small terminal shows what runs, counts the rest, and no line is too long for it", () => {
  const lines = treeLines(viewsOf(events), { now: 23_000, rows: 3, columns: 24 });
  expect(lines).toEqual(["… 2 more tasks, 2 of th…", "▸ group/train  21 s  20…"]);
});

test("in a terminal the picture is drawn over, and the whole tree stays at the end", () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 10 });
  const report = liveReporter(stream);
  for (const event of [...events, ...failing]) report(event);
  const text = String(stream.read());
  const shown = text.replaceAll(/\u001b\[[?\d]*[A-Za-z]/g, "");
  expect(shown).toContain("\r✗ group  14 s\n");
  expect(shown.trimEnd().split("\n").at(-1)).toBe("twin: failed in 14 s (1 cached, 1 skipped, 1 failed)");
  expect(text).toContain("\u001b[?2026h");
});
