// Any pipeline at all: random bodies of steps, loops, branches, exit handlers and sub-pipelines, over all they can see.
import fc from "fast-check";
import {
  component,
  equals,
  exitHandler,
  list,
  parallelFor,
  pipeline,
  type Ref,
  string,
  taskFinalStatus,
  when,
} from "../../pipeline/index.ts";

const container = () => ({ image: "example.com/step:1" });
const step = component({
  name: "step",
  inputs: { text: string(), more: string({ default: "" }) },
  outputs: { text: string(), texts: list(string()) },
  container,
});
const notify = component({ name: "notify", inputs: { status: taskFinalStatus() }, container });
const join = component({ name: "join", inputs: { texts: list(string()) }, container });

/** A statement picks its values among those it can see by a number. */
export type Statement =
  | { readonly kind: "step"; readonly text: number; readonly more: number; readonly after: boolean }
  | { readonly kind: "loop"; readonly items: number; readonly body: readonly Statement[] }
  | { readonly kind: "branches"; readonly on: number; readonly bodies: readonly (readonly Statement[])[] }
  | { readonly kind: "exit"; readonly body: readonly Statement[] }
  | { readonly kind: "nested"; readonly text: number; readonly body: readonly Statement[] };

const pick = fc.nat(20);
export const { statements } = fc.letrec<{ statement: Statement; statements: readonly Statement[] }>(
  (tie) => ({
    statements: fc.array(tie("statement"), { minLength: 1, maxLength: 4, depthIdentifier: "body" }),
    statement: fc.oneof(
      { maxDepth: 3, depthSize: "small", depthIdentifier: "body", withCrossShrink: true },
      fc.record({ kind: fc.constant("step" as const), text: pick, more: pick, after: fc.boolean() }),
      fc.record({ kind: fc.constant("loop" as const), items: pick, body: tie("statements") }),
      fc.record({
        kind: fc.constant("branches" as const),
        on: pick,
        bodies: fc.array(tie("statements"), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant("exit" as const), body: tie("statements") }),
      fc.record({ kind: fc.constant("nested" as const), text: pick, body: tie("statements") }),
    ),
  }),
);

interface Visible {
  readonly texts: readonly Ref<string>[];
  readonly lists: readonly Ref<readonly string[]>[];
}

/** Records the statements; gives what a body made of them returns. */
function record(body: readonly Statement[], outer: Visible): { readonly text: Ref<string> } {
  let { texts, lists } = outer;
  const choose = <T>(among: readonly T[], number: number): T => among[number % among.length] as T;
  for (const statement of body) {
    switch (statement.kind) {
      case "step": {
        const task = step({
          text: choose(texts, statement.text),
          more: choose(["", ...texts], statement.more),
        });
        if (statement.after) task.after(choose(texts, statement.more));
        texts = [...texts, task.outputs.text];
        lists = [...lists, task.outputs.texts];
        break;
      }
      case "loop": {
        const items = choose([["a", "b"], ...lists], statement.items);
        const seen = { texts, lists };
        const made = parallelFor({ items }, (item) =>
          record(statement.body, { ...seen, texts: [...seen.texts, item] }),
        );
        lists = [...lists, made.text];
        join({ texts: made.text });
        break;
      }
      case "branches": {
        const seen = { texts, lists };
        const on = choose(texts, statement.on);
        const [first = [], ...rest] = statement.bodies;
        let chain = when(equals(on, "0"), () => record(first, seen));
        rest.forEach(
          (part, index) => (chain = chain.elseIf(equals(on, `${index + 1}`), () => record(part, seen))),
        );
        texts = [...texts, chain.otherwise(() => record([], seen)).text];
        break;
      }
      case "exit": {
        const seen = { texts, lists };
        const made = exitHandler(
          (status) => notify({ status }),
          () => record(statement.body, seen),
        );
        texts = [...texts, made.text];
        break;
      }
      case "nested": {
        const inner = pipeline(
          { name: "inner", inputs: { seed: string(), texts: list(string()) } },
          (inputs) => record(statement.body, { texts: [inputs.seed], lists: [inputs.texts] }),
        );
        const called = inner({ seed: choose(texts, statement.text), texts: choose(lists, statement.text) });
        texts = [...texts, called.outputs.text];
        break;
      }
      default:
        statement satisfies never;
    }
  }
  return { text: step({ text: choose(texts, texts.length - 1) }).outputs.text };
}

export function anyPipeline(body: readonly Statement[]) {
  return pipeline({ name: "any", inputs: { seed: string(), texts: list(string()) } }, (inputs) =>
    record(body, { texts: [inputs.seed], lists: [inputs.texts] }),
  );
}
