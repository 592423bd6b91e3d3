// IR that could never come to an end, which kfp's language cannot say but a file can.
import { expect, test } from "vitest";
import { cycleProblems } from "../../../pipeline/ir/check-cycles.ts";
import type { ComponentSpec, PipelineSpec, PipelineTaskSpec } from "../../../pipeline/ir/pipeline-spec.ts";

function spec(
  root: ComponentSpec,
  components: { readonly [name: string]: ComponentSpec } = {},
): PipelineSpec {
  return { pipelineInfo: { name: "p" }, schemaVersion: "2.1.0", root, components };
}

function after(...dependentTasks: readonly string[]): PipelineTaskSpec {
  return { componentRef: { name: "comp" }, dependentTasks };
}

/** A component that is a DAG of tasks of these. */
function of(...names: readonly string[]): ComponentSpec {
  const tasks = names.map((name, index) => [`task-${index}`, { componentRef: { name } }] as const);
  return { dag: { tasks: Object.fromEntries(tasks) } };
}

test("tasks that wait for each other are named in their order, whatever they wait for", () => {
  const tasks: { readonly [name: string]: PipelineTaskSpec } = {
    a: after("b"),
    b: {
      ...after(),
      inputs: { parameters: { x: { taskOutputParameter: { producerTask: "c", outputParameterKey: "x" } } } },
    },
    c: {
      ...after(),
      inputs: { artifacts: { x: { taskOutputArtifact: { producerTask: "d", outputArtifactKey: "x" } } } },
    },
    d: { ...after("free"), inputs: { parameters: { x: { taskFinalStatus: { producerTask: "a" } } } } },
    free: after(),
    bound: after("a", "free"),
  };
  expect(cycleProblems(spec({ dag: { tasks } }))).toEqual([
    'root/dag/tasks/a waits for itself: "a" waits for "b", which waits for "c", which waits for "d", which waits for "a".',
  ]);
});

test("each cycle is told once, in every DAG", () => {
  const tasks = { start: after("a", "c"), a: after("b"), b: after("a"), c: after("c"), d: after("c", "a") };
  expect(cycleProblems(spec(of("inner"), { inner: { dag: { tasks } } }))).toEqual([
    'components/inner/dag/tasks/a waits for itself: "a" waits for "b", which waits for "a".',
    'components/inner/dag/tasks/c waits for itself: "c" waits for "c".',
  ]);
});

test("a component that contains itself is named, with those between", () => {
  const components = { a: of("leaf", "b"), b: of("c", "leaf"), c: of("a"), self: of("self"), leaf: {} };
  expect(cycleProblems(spec(of("a"), components))).toEqual([
    'components/a contains itself: "a" contains "b", which contains "c", which contains "a".',
    'components/self contains itself: "self" contains "self".',
  ]);
});

test("what is used twice, or is not there, is no cycle", () => {
  const tasks = { a: after(), b: after("a"), c: after("a", "b", "lost"), d: after("c", "b", "a") };
  const components = { x: of("y", "z", "lost"), y: of("z"), z: of("constructor") };
  expect(cycleProblems(spec({ dag: { tasks } }, components))).toEqual([]);
});

test("chains of a hundred thousand take neither stack nor long, and a long cycle is cut short", () => {
  const names = Array.from({ length: 100_000 }, (_, index) => `t${index}`);
  const chain = names.map((name, index) => [name, after(...names.slice(index + 1, index + 2))] as const);
  const nested = names.map((name, index) => [name, of(...names.slice(index + 1, index + 2))] as const);
  const tasks = Object.fromEntries(chain);
  expect(cycleProblems(spec({ dag: { tasks } }, Object.fromEntries(nested)))).toEqual([]);
  const closed = { ...tasks, t99999: after("t0") };
  const told = names.slice(1, 9).map((name) => `"${name}", which waits for `);
  expect(cycleProblems(spec({ dag: { tasks: closed } }))).toEqual([
    `root/dag/tasks/t0 waits for itself: "t0" waits for ${told.join("")}99991 more, the last of which waits for "t0".`,
  ]);
});
