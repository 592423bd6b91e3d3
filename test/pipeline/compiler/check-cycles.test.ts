// Tasks and groups that wait for themselves. Each message is asserted whole.
import { describe, expect, test } from "vitest";
import { compileGraph } from "../../../pipeline/compiler/compile.ts";
import { componentDefinition } from "../../../pipeline/dsl/definition.ts";
import type { GraphNode, Upstream } from "../../../pipeline/dsl/graph.ts";
import { equals, exitHandler, parallelFor, pipeline, when } from "../../../pipeline/index.ts";
import { make, mistake, problemsOf, report, use } from "./mistakes.ts";

const remedy = "Take away an after(), or a value that one takes of the next.";
const cycle = (where: string, chain: string) => [
  { code: "CYCLE", where, message: `waits for itself: ${chain}. ${remedy}` },
];

describe("what waits for itself", () => {
  test("is two tasks of which each runs after the other", () => {
    const wrong = mistake(() => {
      const a = use({ text: "a" }, { name: "a" });
      const b = use({ text: "b" }, { name: "b" });
      a.after(b);
      b.after(a);
    });
    expect(problemsOf(wrong)).toEqual(cycle("p/a", '"a" waits for "b", which waits for "a"'));
  });

  test("is a task that runs after itself", () => {
    const wrong = mistake(() => {
      const task = use({ text: "a" });
      task.after(task);
    });
    expect(problemsOf(wrong)).toEqual(cycle("p/use", '"use" waits for "use"'));
  });

  test("is a task that runs after what takes its value", () => {
    const wrong = mistake(({ seed }) => {
      const made = make({ seed });
      made.after(use({ text: made.outputs.text }));
    });
    expect(problemsOf(wrong)).toEqual(cycle("p/make", '"make" waits for "use", which waits for "make"'));
  });

  test("is a loop with a task in it that runs after what follows the loop", () => {
    const wrong = mistake(({ seed, numbers }) => {
      let first: ReturnType<typeof make> | undefined;
      const loop = parallelFor({ items: numbers }, () => {
        first = make({ seed });
      });
      first?.after(use({ text: "x" }).after(loop));
    });
    expect(problemsOf(wrong)).toEqual(
      cycle("p/for-loop-1", '"for-loop-1" (for "make" in it) waits for "use", which waits for "for-loop-1"'),
    );
  });

  test("is a branch with a task in it that runs after the branch", () => {
    const wrong = mistake(({ seed }) => {
      let inside: ReturnType<typeof use> | undefined;
      const branch = when(equals(seed, "a"), () => {
        inside = use({ text: seed });
      });
      inside?.after(branch);
    });
    expect(problemsOf(wrong)).toEqual(
      cycle("p/condition-1", '"condition-1" (for "use" in it) waits for "condition-1"'),
    );
  });

  test("is a task that runs after a branch which its value decides on", () => {
    const wrong = mistake(({ seed }) => {
      const made = make({ seed });
      made.after(when(equals(made.outputs.text, "a"), () => void use({ text: seed })));
    });
    expect(problemsOf(wrong)).toEqual(
      cycle("p/make", '"make" waits for "condition-1", which waits for "make"'),
    );
  });

  test("is a task that runs after a group which is told to run after it", () => {
    const wrong = mistake(({ seed, numbers }) => {
      const first = use({ text: seed });
      first.after(parallelFor({ items: numbers, after: [first] }, () => void use({ text: seed })));
    });
    expect(problemsOf(wrong)).toEqual(cycle("p/use", '"use" waits for "for-loop-1", which waits for "use"'));
  });

  test("is told once for each cycle, and of a long one the beginning", () => {
    const wrong = mistake(({ seed }) => {
      const tasks = Array.from({ length: 20_000 }, () => use({ text: seed }));
      tasks.forEach((task, index) => task.after(tasks[(index + 1) % tasks.length] ?? task));
    });
    const begin = Array.from({ length: 8 }, (_, index) => `"use-${index + 2}", which waits for `).join("");
    expect(problemsOf(wrong)).toEqual(
      cycle("p/use", `"use" waits for ${begin}19991 more, the last of which waits for "use"`),
    );
  });

  test("is a task of a graph that waits only for one that takes its value", () => {
    const graph = componentDefinition(
      pipeline({ name: "p", inputs: {} }, () => {
        const made = make({ seed: "a" });
        use({ text: made.outputs.text });
      }),
    );
    if (graph.kind !== "pipeline") throw new Error("a pipeline is none");
    const [made, used] = graph.body.nodes as readonly [GraphNode, GraphNode];
    const awaited: Upstream = { kind: "task", pipeline: graph.identity, node: used.id, name: "use" };
    const nodes = [{ ...made, waitsOnlyFor: [awaited] } as GraphNode, used];
    expect(() => compileGraph({ ...graph, body: { ...graph.body, nodes } })).toThrowError(
      `p/make: waits for itself: "make" waits for "use", which waits for "make". ${remedy}`,
    );
  });
});

test("what only looks like a cycle is none", () => {
  const fine = mistake(({ seed, numbers }) => {
    const made = make({ seed });
    const after = use({ text: made.outputs.text }).after(made);
    const loop = parallelFor({ items: numbers, after: [after] }, () => void use({ text: made.outputs.text }));
    exitHandler(
      (status) => report({ status }),
      () => void use({ text: seed }).after(loop, made),
    );
  });
  expect(problemsOf(fine)).toEqual([]);
});

test("what is of another pipeline is reported as that alone", () => {
  let foreign: ReturnType<typeof make> | undefined;
  pipeline({ name: "other", inputs: {} }, () => {
    foreign = make({ seed: "a" });
  });
  const wrong = mistake(({ seed }) => {
    const task = use({ text: seed });
    if (foreign !== undefined) task.after(foreign);
  });
  expect(problemsOf(wrong).map(({ code }) => code)).toEqual(["REF_OUT_OF_SCOPE"]);
});
