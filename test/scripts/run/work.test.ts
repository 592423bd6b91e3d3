import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readWork } from "../../../scripts/run/work.ts";
import { constant, echo, sandbox, small, task } from "../../pipeline/runner/small-pipelines.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const { root, run } = sandbox(temporaryFolder());
const say = task("echo", { text: constant("hi") });
beforeAll(async () => {
  const sh = { echo };
  await run(small({ root: { dag: { tasks: { say, again: say } } }, sh }), { runId: "first" });
  await run(small({ root: { dag: { tasks: { other: say } } }, sh }), { runId: "damaged" });
  writeFileSync(join(root, "runs/damaged/events.jsonl"), "null\n");
});

test("the latest run for one task is the newest that can be read and began it", () => {
  expect(readWork({ p: [], root, only: "say", from: "latest" }, [])).toEqual({
    kind: "only",
    path: "say",
    from: "first",
    reference: undefined,
  });
});

test("a task that no run began is told with those that there are", () => {
  expect(() => readWork({ p: [], root, only: "nope", from: "latest" }, [])).toThrow(
    expect.objectContaining({
      code: "TASK_UNKNOWN",
      message: `--only nope: no run in ${root} began such a task. Give one that the latest, first, began: say, again.`,
    }),
  );
});

test("a root without runs is told as such", () => {
  const none = temporaryFolder();
  for (const options of [{ only: "say", from: "latest" }, { resume: "latest" }]) {
    expect(() => readWork({ p: [], root: none, ...options }, [])).toThrow(
      `run "latest": there is none in ${none}. Name its folder with --root.`,
    );
  }
});
