import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { listRuns } from "../../../pipeline/runner/record/list-runs.ts";
import { readRun } from "../../../pipeline/runner/record/read-run.ts";
import type { RunRecord } from "../../../pipeline/runner/record/run-record.ts";
import { lockRun } from "../../../pipeline/runner/run-lock.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import {
  constant,
  echo,
  fromInput,
  fromTask,
  sandbox,
  type ShComponent,
  small,
  task,
} from "./small-pipelines.ts";

const flaky: ShComponent = {
  script: 'echo x >> tries; test "$(wc -l < tries)" -ge 2 || { echo "not yet" >&2; exit 1; }',
};
const pipeline = small({
  root: {
    inputDefinitions: { parameters: { text: { parameterType: "STRING" } } },
    outputDefinitions: { parameters: { said: { parameterType: "STRING" } } },
    dag: {
      tasks: {
        say: task("echo", { text: fromInput("text") }, { cachingOptions: { enableCache: true } }),
        flaky: task("flaky", {}, { retryPolicy: { maxRetryCount: 1 } }),
        loop: task("echo", {}, { parameterIterator: { itemInput: "text", items: { raw: '["a", "b"]' } } }),
        fails: task("fails", { text: fromTask("say", "text") }),
        behind: task("echo", { text: constant("x") }, { dependentTasks: ["fails"] }),
      },
      outputs: {
        parameters: { said: { valueFromParameter: { producerSubtask: "say", outputParameterKey: "text" } } },
      },
    },
  },
  sh: {
    echo,
    flaky,
    fails: {
      script: 'echo "no luck" >&2; exit 3',
      inputs: { parameters: { text: { parameterType: "STRING" } } },
    },
  },
});

const { folder, root, run } = sandbox(temporaryFolder());
beforeAll(async () => {
  await run(pipeline, { runId: "first", parameters: { text: "hi" } });
  await run(pipeline, { runId: "second", parameters: { text: "hi" } });
});

/** What does not depend on the clock. */
function facts({ tasks }: RunRecord) {
  return tasks.map(({ path, state, cached, attempts, inputs, outputs, failure }) => [
    path,
    state,
    cached,
    attempts.map(({ number, failure: reason }) => `${number} ${reason?.message ?? "ended well"}`),
    inputs?.parameters,
    outputs.parameters,
    failure?.message,
  ]);
}

describe("the record of a run", () => {
  test("holds each task's state, attempts, inputs, outputs and reason", () => {
    const record = readRun(root, "second");
    const { runId, pipeline: name, state, parameters, outputs } = record;
    expect({ runId, name, state, parameters, outputs }).toEqual({
      runId: "second",
      name: "small",
      state: "FAILED",
      parameters: { text: "hi" },
      outputs: { parameters: {}, artifacts: {} },
    });
    const byPath = facts(record).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    expect(byPath).toEqual([
      ["behind", "SKIPPED", false, [], undefined, {}, expect.stringContaining("fails")],
      ["fails", "FAILED", false, ["1 exit code 3: no luck"], { text: "hi" }, {}, "exit code 3: no luck"],
      ["flaky", "SUCCEEDED", false, ["1 exit code 1: not yet", "2 ended well"], {}, {}, undefined],
      ["loop", "SUCCEEDED", false, ["1 ended well"], {}, { text: ["a", "b"] }, undefined],
      ["loop[0]", "SUCCEEDED", false, ["1 ended well"], { text: "a" }, { text: "a" }, undefined],
      ["loop[1]", "SUCCEEDED", false, ["1 ended well"], { text: "b" }, { text: "b" }, undefined],
      ["say", "CACHED", true, ["1 ended well"], { text: "hi" }, { text: "hi" }, undefined],
    ]);
    expect(record.tasks.find(({ path }) => path === "loop")?.iterations).toBe(2);
    expect(readFileSync(record.tasks.find(({ path }) => path === "fails")?.log ?? "", "utf8")).toBe(
      "no luck\n",
    );
  });

  test("has times that fit into each other", () => {
    const { startedAt, seconds, tasks } = readRun(root, "first");
    for (const { attempts, endedAt = 0 } of tasks) {
      const times = attempts.flatMap((attempt) => [attempt.startedAt, attempt.endedAt ?? 0]);
      expect([startedAt, ...times, endedAt]).toEqual([startedAt, ...times, endedAt].sort((a, b) => a - b));
      expect(endedAt).toBeLessThanOrEqual(startedAt + seconds * 1000 + 1000);
    }
  });

  test("is read under the name latest, and of a root that has been moved", () => {
    expect(readRun(root, "latest").runId).toBe("second");
    const moved = join(temporaryFolder(), "moved");
    cpSync(root, moved, { recursive: true });
    const log = readRun(moved, "second").tasks.find(({ path }) => path === "fails")?.log;
    expect(log).toBe(join(moved, "runs/second/tasks/fails/log.txt"));
  });

  test("says which runs there are where one is not known", () => {
    expect(() => readRun(root, "third")).toThrow(
      expect.objectContaining({
        code: "RUN_UNKNOWN",
        message: `${root}: there is no run "third". Give one of second, first, or latest.`,
      }),
    );
    const none = join(folder, "nowhere");
    expect(() => readRun(none, "latest")).toThrow(
      expect.objectContaining({
        code: "RUN_UNKNOWN",
        message: `${none}: there are no runs. Name the folder that holds them with --root.`,
      }),
    );
    expect(() => readRun(root, "../second")).toThrow(expect.objectContaining({ code: "RUN_UNKNOWN" }));
  });
});

/** A copy of a run whose runner was killed once it had written so many events and a part of the next. */
function killed(events: number): string {
  const other = join(temporaryFolder(), "root");
  mkdirSync(join(other, "runs"), { recursive: true });
  cpSync(join(root, "runs/first"), join(other, "runs/first"), { recursive: true });
  const file = join(other, "runs/first/events.jsonl");
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(
    file,
    lines
      .slice(0, events)
      .map((line) => `${line}\n`)
      .join(""),
  );
  appendFileSync(file, (lines[events] ?? "").slice(0, 20));
  return other;
}

describe("the record of a run that did not end", () => {
  test("says INTERRUPTED of the run and of what ran in it", () => {
    const { state, tasks, seconds } = readRun(killed(2), "first");
    expect([state, tasks.map((each) => each.state)]).toEqual(["INTERRUPTED", ["INTERRUPTED"]]);
    expect(seconds).toBeLessThan(60);
  });

  test("says RUNNING, up to now, while a living process has it", () => {
    const other = killed(2);
    const unlock = lockRun(join(other, "runs/first"));
    const { startedAt } = readRun(other, "first");
    const { state, tasks, seconds } = readRun(other, "first", startedAt + 5_000);
    expect([state, tasks.map((each) => each.state), seconds]).toEqual(["RUNNING", ["RUNNING"], 5]);
    unlock();
    expect(readRun(other, "first").state).toBe("INTERRUPTED");
  });

  test("holds what little there is after a kill at the very start", () => {
    const { state, tasks, pipeline: name, startedAt } = readRun(killed(0), "first");
    expect([state, tasks, name]).toEqual(["INTERRUPTED", [], "small"]);
    expect(Math.abs(Date.now() - startedAt)).toBeLessThan(60_000);
  });
});

test("runs are listed with the newest first, with their tasks counted", () => {
  expect(listRuns(root).map(({ runId, state, tasks, size }) => [runId, state, tasks, size > 1000])).toEqual([
    ["second", "FAILED", { SUCCEEDED: 3, CACHED: 1, FAILED: 1, SKIPPED: 1 }, true],
    ["first", "FAILED", { SUCCEEDED: 4, FAILED: 1, SKIPPED: 1 }, true],
  ]);
  expect(listRuns(root, { limit: 1 }).map(({ runId }) => runId)).toEqual(["second"]);
  expect(listRuns(join(folder, "nowhere"))).toEqual([]);
});

test("a run whose events are damaged is listed as such", () => {
  const other = killed(4);
  const file = join(other, "runs/first/events.jsonl");
  writeFileSync(file, `{"kind"\n${readFileSync(file, "utf8")}`);
  renameSync(join(other, "runs/first"), join(other, "runs/damaged"));
  expect(listRuns(other).map(({ runId, state }) => [runId, state])).toEqual([["damaged", "UNREADABLE"]]);
});

test("a run whose pipeline is damaged has a record without it", () => {
  const other = killed(4);
  for (const text of ["", "null", "{}", '{"pipelineInfo": {"name": 5}}']) {
    writeFileSync(join(other, "runs/first/pipeline.json"), text);
    expect(listRuns(other)).toHaveLength(1);
    expect(readRun(other, "first").spec).toBeUndefined();
  }
});
