// Tasks that stand in another group, and groups with another number.
import { expect, test } from "vitest";
import { describeChanges } from "../../../scripts/diff/describe-changes.ts";
import { pipelineOf } from "./nested-pipeline.ts";

function told(before: Parameters<typeof pipelineOf>[0], after: Parameters<typeof pipelineOf>[0]) {
  return describeChanges(pipelineOf(before), pipelineOf(after)).map(
    ({ where, message }) => `${where}: ${message}`,
  );
}

test("tasks whose wrapper is taken away have moved", () => {
  expect(told({ "exit-handler-1": { train: {}, test: {} } }, { train: {}, test: {} })).toEqual([
    'train: moved from "exit-handler-1" to the pipeline itself',
    'test: moved from "exit-handler-1" to the pipeline itself',
    'exit-handler-1: task removed: it holds "train" and "test", of which "train" and "test" moved',
  ]);
});

test("of a task that has moved it is told what it waits for and takes now", () => {
  const constant = (value: string) => ({
    inputs: { parameters: { a: { runtimeValue: { constant: value } } } },
  });
  expect(
    told(
      { "for-loop-1": { train: constant("x"), test: {} } },
      { "for-loop-1": { test: {} }, train: { ...constant("y"), dependentTasks: ["for-loop-1"] } },
    ),
  ).toEqual([
    'train: moved from "for-loop-1" to the pipeline itself',
    'train: input "a" changed from "x" to "y"',
    'train: now runs after "for-loop-1"',
  ]);
});

test("a task of the same name that does something else has not moved", () => {
  const retry = { retryPolicy: { maxRetryCount: 2 } };
  expect(
    told({ "for-loop-1": { train: {}, test: {} } }, { "for-loop-1": { test: {} }, train: retry }),
  ).toEqual(['train: task added, which runs "train:1"', 'for-loop-1/train: task removed: it runs "train:1"']);
});

test("groups with other numbers are told by what they hold", () => {
  expect(
    told(
      { "condition-2": { train: {} }, "condition-3": { test: {} } },
      {
        "condition-2": { say: {} },
        "condition-3": { train: {} },
        "condition-4": { test: { dependentTasks: ["x"] } },
      },
    ),
  ).toEqual([
    'condition-3: renamed from "condition-2"',
    'condition-4: renamed from "condition-3"',
    'condition-2: task added, which holds "say"',
    'condition-4/test: now runs after "x"',
  ]);
  expect(
    told({ "condition-2": { train: {} }, "condition-3": { test: {} } }, { "condition-2": { test: {} } }),
  ).toEqual([
    'condition-2: renamed from "condition-3"',
    'condition-2 (before): task removed: it holds "train"',
  ]);
});
