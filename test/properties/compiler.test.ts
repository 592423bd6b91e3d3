// What holds for every pipeline that can be written down.
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../pipeline/compiler/compile.ts";
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
import { readPipelineFile, writePipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import type {
  ComponentSpec,
  DagSpec,
  PipelineSpec,
  PipelineTaskSpec,
} from "../../pipeline/ir/pipeline-spec.ts";
import { pipelineSpecProblems } from "../../pipeline/ir/validate.ts";
import { readYaml, writeYaml } from "../../pipeline/ir/yaml.ts";

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
type Statement =
  | { readonly kind: "step"; readonly text: number; readonly more: number; readonly after: boolean }
  | { readonly kind: "loop"; readonly items: number; readonly body: readonly Statement[] }
  | { readonly kind: "branches"; readonly on: number; readonly bodies: readonly (readonly Statement[])[] }
  | { readonly kind: "exit"; readonly body: readonly Statement[] }
  | { readonly kind: "nested"; readonly text: number; readonly body: readonly Statement[] };

const pick = fc.nat(20);
const { statements } = fc.letrec<{ statement: Statement; statements: readonly Statement[] }>((tie) => ({
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
}));

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

const compiled = statements.map(
  (body) =>
    compile(
      pipeline({ name: "any", inputs: { seed: string(), texts: list(string()) } }, (inputs) =>
        record(body, { texts: [inputs.seed], lists: [inputs.texts] }),
      ),
    ).pipeline,
);

function dagsOf(spec: PipelineSpec): readonly { readonly component: ComponentSpec; readonly dag: DagSpec }[] {
  return [spec.root, ...Object.values(spec.components ?? {})].flatMap((component) =>
    component.dag ? [{ component, dag: component.dag }] : [],
  );
}

test("every pipeline compiles to IR in which all references lead somewhere", () => {
  fc.assert(fc.property(compiled, (spec) => void expect(pipelineSpecProblems(spec)).toEqual([])));
});

test("every task is given what its component cannot do without, and nothing twice", () => {
  fc.assert(
    fc.property(compiled, (spec) => {
      for (const { dag } of dagsOf(spec)) {
        for (const task of Object.values(dag.tasks)) {
          const inputs = spec.components?.[task.componentRef.name]?.inputDefinitions?.parameters ?? {};
          const needed = Object.keys(inputs).filter((name) => !inputs[name]?.isOptional);
          const item = task.parameterIterator?.itemInput;
          const given = [
            ...Object.keys(task.inputs?.parameters ?? {}),
            ...(item === undefined ? [] : [item]),
          ];
          expect(given).toEqual(expect.arrayContaining(needed));
          expect(new Set(given).size).toBe(given.length);
        }
      }
    }),
  );
});

test("a task waits for whatever makes its inputs, and never for itself", () => {
  fc.assert(
    fc.property(compiled, (spec) => {
      for (const { dag } of dagsOf(spec)) {
        for (const task of Object.values(dag.tasks)) {
          expect(task.dependentTasks ?? []).toEqual(expect.arrayContaining([...producersOf(task)]));
        }
        expect(cycleIn(dag)).toBeUndefined();
      }
    }),
  );
});

test("the same pipeline gives the same bytes, which are read back as what was written", () => {
  fc.assert(
    fc.property(statements, (body) => {
      const [one, two] = [1, 2].map(() =>
        writePipelineFile(
          compile(
            pipeline({ name: "any", inputs: { seed: string(), texts: list(string()) } }, (inputs) =>
              record(body, { texts: [inputs.seed], lists: [inputs.texts] }),
            ),
          ),
        ),
      );
      expect(one).toBe(two);
      const { pipeline: read } = readPipelineFile(one ?? "", "any.yaml");
      expect(writePipelineFile({ pipeline: read })).toBe(one);
    }),
    { numRuns: 50 },
  );
});

test("any JSON survives being written as YAML", () => {
  const json = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" });
  fc.assert(
    fc.property(json, (value) => {
      expect(readYaml(writeYaml(value), "any.yaml")).toEqual([value]);
    }),
  );
});

function producersOf(task: PipelineTaskSpec): readonly string[] {
  return Object.values(task.inputs?.parameters ?? {}).flatMap(
    ({ taskOutputParameter: output, taskFinalStatus: status }) =>
      output?.producerTask ?? status?.producerTask ?? [],
  );
}

/** The name of a task that waits for itself, by whatever way. */
function cycleIn({ tasks }: DagSpec): string | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string | undefined => {
    if (path.includes(name)) return name;
    if (done.has(name)) return undefined;
    done.add(name);
    return (tasks[name]?.dependentTasks ?? [])
      .map((upstream) => visit(upstream, [...path, name]))
      .find((found) => found !== undefined);
  };
  return Object.keys(tasks)
    .map((name) => visit(name, []))
    .find((found) => found !== undefined);
}
