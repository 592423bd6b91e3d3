// What the DSL refuses at once, because there is nothing it could record.
import { expect, test } from "vitest";
import { componentDefinition } from "../../../pipeline/dsl/definition.ts";
import type { Condition } from "../../../pipeline/dsl/graph.ts";
import type { UserError } from "../../../pipeline/ir/user-error.ts";
import {
  and,
  boolean,
  component,
  equals,
  not,
  or,
  pipeline,
  type Ref,
  string,
  when,
} from "../../../pipeline/index.ts";

const make = component({
  name: "make",
  inputs: { seed: string() },
  outputs: { text: string() },
  container: () => ({ image: "example.com/make:1" }),
});

function errorOf(run: () => unknown): { readonly code: string; readonly message: string } | undefined {
  try {
    run();
  } catch (error) {
    const { code, message } = error as UserError;
    return { code, message };
  }
  return undefined;
}

test("a component is called inside of a pipeline only", () => {
  expect(errorOf(() => make({ seed: "a" }))).toEqual({
    code: "TASK_OUTSIDE_PIPELINE",
    message: "make: called outside of a pipeline. Call it in the function that is given to pipeline().",
  });
});

test("a task's settings are closed when the pipeline's body has ended", () => {
  const recorded: ReturnType<typeof make>[] = [];
  pipeline({ name: "p", inputs: {} }, () => void recorded.push(make({ seed: "a" })));
  expect(errorOf(() => recorded[0]?.caching(false))).toEqual({
    code: "TASK_ALREADY_RECORDED",
    message: "p/make: a setting is changed after the pipeline's body has ended. Set it in the body.",
  });
});

test("a body returns at once", () => {
  const body = (async () => {}) as unknown as () => void;
  expect(errorOf(() => pipeline({ name: "p", inputs: {} }, body))).toEqual({
    code: "ASYNC_BODY",
    message:
      "p: its body is asynchronous. Do what takes time before, and give a function that returns at once.",
  });
});

test("what an asynchronous body fails with later is not reported beside it", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  const body = (async () => {
    await Promise.resolve();
    make({ seed: "a" });
  }) as unknown as () => void;
  expect(errorOf(() => pipeline({ name: "p", inputs: {} }, body))?.code).toBe("ASYNC_BODY");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

test("a body returns handles", () => {
  const body = (() => ({ text: "a" })) as unknown as () => { text: Ref<string> };
  expect(errorOf(() => pipeline({ name: "p", inputs: {} }, body))).toEqual({
    code: "NOT_A_HANDLE",
    message:
      'p: its body returns "text", which is not a handle. Return outputs of tasks, as task.outputs.NAME.',
  });
  const lone = (() => 8) as unknown as () => void;
  expect(errorOf(() => pipeline({ name: "p", inputs: {} }, lone))).toEqual({
    code: "NOT_A_HANDLE",
    message: "p: its body returns 8. Return nothing, or handles by name, as { model: task.outputs.model }.",
  });
});

test("after() takes tasks and handles", () => {
  const wrong = () => pipeline({ name: "p", inputs: {} }, () => void make({ seed: "a" }).after({} as never));
  expect(errorOf(wrong)).toEqual({
    code: "NOT_A_TASK",
    message:
      "p/make: after() is given something else than a task, a group or a handle. Give tasks, groups or handles.",
  });
});

test("otherwise() ends a chain of branches", () => {
  const wrong = () =>
    pipeline({ name: "p", inputs: { mode: string() } }, ({ mode }) => {
      const chain = when(equals(mode, "a"), () => void make({ seed: "a" }));
      chain.otherwise(() => void make({ seed: "b" }));
      chain.elseIf(equals(mode, "c"), () => void make({ seed: "c" }));
    });
  expect(errorOf(wrong)).toEqual({
    code: "BRANCHES_CLOSED",
    message: "p/condition-branches-1: a branch is added after otherwise(). Add it before.",
  });
});

test("a body that throws leaves no pipeline open", () => {
  const boom = () => {
    throw new Error("boom");
  };
  expect(() => pipeline({ name: "p", inputs: {} }, boom)).toThrowError("boom");
  expect(errorOf(() => make({ seed: "a" }))?.code).toBe("TASK_OUTSIDE_PIPELINE");
});

test("what decides on a branch is a condition", () => {
  const body = (): void => void make({ seed: "a" });
  const remedy =
    'Give a comparison, as equals(inputs.mode, "fast"), or a handle to a boolean; of what is known before the run, decide with if.';
  const within = (run: (condition: Condition) => void) =>
    errorOf(() => pipeline({ name: "p", inputs: { seed: string() } }, ({ seed }) => run(equals(seed, "a"))));
  const none = (where: string, given: string) => ({
    code: "NOT_A_CONDITION",
    message: `${where}: takes a condition, but is given ${given}. ${remedy}`,
  });
  expect(within(() => when(true as never, body))).toEqual(none("p/condition-1", "true"));
  expect(within((first) => when(first, body).elseIf("a" as never, body))).toEqual(
    none("p/condition-3", '"a"'),
  );
  expect(within((first) => when(first, body).elseIf(undefined as never, body))).toEqual(
    none("p/condition-3", "undefined"),
  );
  expect(within((first) => void and(first, {} as never))).toEqual(none("and()", "an object that is none"));
  expect(within((first) => void or(first, body as never))).toEqual(none("or()", "a function"));
  expect(within(() => void not(null as never))).toEqual(none("not()", "null"));
});

test("a handle to a boolean is a condition by itself", () => {
  const bodies = (asTrue: (ref: Ref<boolean>) => Condition | Ref<boolean>) => {
    const graph = componentDefinition(
      pipeline({ name: "p", inputs: { fast: boolean() } }, ({ fast }) => {
        const body = (): void => void make({ seed: "a" });
        const is = asTrue(fast);
        when(is, body).elseIf(is, body);
        when(and(is, or(is, not(is))), body);
      }),
    );
    // The same text, but for whose pipeline it is: that is told apart by identity.
    return JSON.stringify(graph.kind === "pipeline" && graph.body);
  };
  expect(bodies((fast) => fast)).toBe(bodies((fast) => equals(fast, true)));
});

test("a body that returns a task is told to return its outputs", () => {
  const wrong = () =>
    pipeline({ name: "p", inputs: {} }, () => make({ seed: "a" }) as unknown as Record<string, never>);
  expect(errorOf(wrong)).toEqual({
    code: "NOT_A_HANDLE",
    message:
      "p: its body returns a task. Return its outputs, as task.outputs or { model: task.outputs.model }.",
  });
});
