import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { irDifferences } from "../../../pipeline/ir/compare/same-pipeline.ts";
import { readPipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import { renameTasks } from "../../../scripts/diff/renamed-tasks.ts";

const text = readFileSync(join(import.meta.dirname, "../../golden/scopes.yaml"), "utf8");
const before = readPipelineFile(text, "before");

/** The task `make`, whatever takes its outputs, and the inputs of groups called after it. */
const renamed = (to: string) =>
  text
    .replaceAll(/^( +)make:$/gm, `$1${to}:`)
    .replaceAll(/(producerTask|producerSubtask|name): make$/gm, `$1: ${to}`)
    .replaceAll(/- make$/gm, `- ${to}`)
    .replaceAll("pipelinechannel--make-", `pipelinechannel--${to}-`);

test("a task with another name is found, and so are the groups' inputs called after it", () => {
  const after = readPipelineFile(renamed("produce"), "after");
  expect(irDifferences(before, after).length).toBeGreaterThan(2);
  const { file, renames } = renameTasks(before, after);
  expect(renames).toEqual([{ dag: [], from: "make", to: "produce", channels: true }]);
  expect(irDifferences(file, after)).toEqual([]);
});

test("a task that does something else is another task", () => {
  const after = readPipelineFile(
    renamed("produce").replaceAll("example.com/make:1", "example.com/make:2"),
    "after",
  );
  expect(renameTasks(before, after)).toEqual({ file: before, renames: [] });
});

test("of tasks that are the same, each gets one new name", () => {
  const call = { componentRef: { name: "comp-say" } };
  const say = (tasks: object) =>
    readPipelineFile(
      JSON.stringify({
        pipelineInfo: { name: "p" },
        schemaVersion: "2.1.0",
        root: { dag: { tasks } },
        components: { "comp-say": { executorLabel: "exec-say" } },
        deploymentSpec: { executors: { "exec-say": { container: { image: "a:1" } } } },
      }),
      "p",
    );
  const { renames } = renameTasks(
    say({ a: call, b: call, c: { ...call, dependentTasks: ["a"] } }),
    say({ a: call, d: call, e: { ...call, dependentTasks: ["a"] }, f: call }),
  );
  expect(renames).toEqual([
    { dag: [], from: "b", to: "d", channels: false },
    { dag: [], from: "c", to: "e", channels: false },
  ]);
});

test("a group that two tasks call keeps its names where it does for one of them", () => {
  const groups = (first: string, inner: readonly string[]) =>
    readPipelineFile(
      JSON.stringify({
        pipelineInfo: { name: "p" },
        schemaVersion: "2.1.0",
        root: {
          dag: { tasks: { x: { componentRef: { name: first } }, y: { componentRef: { name: "group-0" } } } },
        },
        components: {
          ...Object.fromEntries(
            inner.map((name, index) => [
              `group-${index}`,
              { dag: { tasks: { [name]: { componentRef: { name: "comp-say" } } } } },
            ]),
          ),
          "comp-say": { executorLabel: "exec-say" },
        },
        deploymentSpec: { executors: { "exec-say": { container: { image: "a:1" } } } },
      }),
      "p",
    );
  const [before, after] = [groups("group-0", ["old"]), groups("group-1", ["old", "new"])];
  expect(renameTasks(before, after)).toEqual({ file: before, renames: [] });
});
