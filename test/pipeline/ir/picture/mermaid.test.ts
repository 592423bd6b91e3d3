import { describe, expect, test } from "vitest";
import { mermaidOf } from "../../../../pipeline/ir/picture/mermaid.ts";
import { pictureOf } from "../../../../pipeline/ir/picture/picture-of.ts";
import type { PipelineSpec } from "../../../../pipeline/ir/pipeline-spec.ts";
import { artifact, input, output, specOf, value } from "./pipelines.ts";

const drawn = (spec: PipelineSpec) => mermaidOf(pictureOf(spec)).trimEnd().split("\n");

describe("a picture in Mermaid", () => {
  test("shows data with its types and names, and mere order as dashes", () => {
    const a = { componentRef: { name: "load" }, taskInfo: { name: "Load it" } };
    const inputs = {
      artifacts: { m: artifact("b", "model"), p: artifact("b", "parts"), n: artifact("b", "model") },
      parameters: { t: output("b") },
    };
    expect(
      drawn(specOf({ a, b: { dependentTasks: ["a"] }, c: { dependentTasks: ["a", "b"], inputs } })),
    ).toEqual([
      "flowchart TB",
      '  t1["Load it<br>importer"]',
      '  t2["b<br>node:1"]',
      '  t3["c<br>node:1"]',
      "  t1 -.-> t2",
      '  t2 -->|"Model, Dataset list, text"| t3',
      "  t1 -.-> t3",
    ]);
  });

  test("has the pipeline's inputs and outputs together where the same tasks take or give them", () => {
    const { root, ...spec } = specOf({
      a: { inputs: { parameters: { x: input("x"), y: input("y"), z: input("z") } } },
      b: { inputs: { parameters: { z: input("z") } } },
    });
    const from = { valueFromParameter: { producerSubtask: "b", outputParameterKey: "text" } };
    const outputDefinitions = { parameters: { said: { parameterType: "STRING" } } } as const;
    const dag = { tasks: {}, ...root.dag, outputs: { parameters: { said: from } } };
    expect(drawn({ ...spec, root: { ...root, outputDefinitions, dag } })).toEqual([
      "flowchart TB",
      '  t1["a<br>node:1"]',
      '  t2["b<br>node:1"]',
      '  i1(["x, y"])',
      '  i2(["z"])',
      '  o1(["said"])',
      "  i1 --> t1",
      "  i2 --> t1",
      "  i2 --> t2",
      "  t2 --> o1",
    ]);
  });

  test("draws loops around what they repeat", () => {
    const items = { inputParameter: "pipelinechannel--make-text" };
    const group = {
      inputs: { parameters: { "pipelinechannel--make-text": output("make") } },
      parameterIterator: { items, itemInput: "item" },
      iteratorPolicy: { parallelismLimit: 2 },
    };
    const constants = { parameterIterator: { items: { raw: "[1, 2]" }, itemInput: "item" } };
    const only = { condition: `int(${value("n")}) > 1` };
    const inner = { inner: { inputs: { parameters: { n: input("item") } }, triggerPolicy: only } };
    const spec = specOf(
      { make: {}, each: group, "for-loop-2": constants },
      { each: inner, "for-loop-2": { other: {} } },
    );
    expect(drawn(spec)).toEqual([
      "flowchart TB",
      '  t1["make<br>node:1"]',
      '  subgraph g1["for each item of make.text, 2 at once<br>each"]',
      "    direction TB",
      '    t2["inner<br>node:1<br>if item of make.text #62; 1"]',
      "  end",
      '  subgraph g2["for each item of #91;1, 2#93;<br>for-loop-2"]',
      "    direction TB",
      '    t3["other<br>node:1"]',
      "  end",
      '  t1 -->|"text"| g1',
    ]);
  });

  test("draws branches in their order, each with what sets it apart", () => {
    const mode = { parameters: { "pipelinechannel--mode": input("pipelinechannel--mode") } };
    const is = (text: string) => `${value("pipelinechannel--mode")} == '${text}'`;
    const branch = (condition: string) => ({ inputs: mode, triggerPolicy: { condition } });
    const spec = specOf(
      { "condition-branches-1": { inputs: { parameters: { "pipelinechannel--mode": input("mode") } } } },
      {
        "condition-branches-1": {
          "condition-10": branch(`!(${is("fast")}) && !(${is("slow")})`),
          "condition-8": branch(is("fast")),
          "condition-9": branch(`!(${is("fast")}) && ${is("slow")}`),
        },
        "condition-8": { run: {} },
        "condition-9": { walk: {} },
        "condition-10": { stand: {} },
      },
    );
    expect(drawn(spec)).toEqual([
      "flowchart TB",
      '  subgraph g1["one of these branches<br>condition-branches-1"]',
      "    direction TB",
      `    subgraph g3["if mode == 'fast'<br>condition-8"]`,
      "      direction TB",
      '      t2["run<br>node:1"]',
      "    end",
      `    subgraph g4["else if mode == 'slow'<br>condition-9"]`,
      "      direction TB",
      '      t3["walk<br>node:1"]',
      "    end",
      '    subgraph g2["otherwise<br>condition-10"]',
      "      direction TB",
      '      t1["stand<br>node:1"]',
      "    end",
      "  end",
      '  i1(["mode"])',
      "  i1 --> g1",
    ]);
  });

  test("draws an exit handler, and that its task runs in any case", () => {
    const strategy = "ALL_UPSTREAM_TASKS_COMPLETED";
    const tell = {
      inputs: { parameters: { status: { taskFinalStatus: { producerTask: "exit-handler-1" } } } },
      dependentTasks: ["exit-handler-1"],
      triggerPolicy: { strategy },
    } as const;
    expect(drawn(specOf({ "exit-handler-1": {}, tell }, { "exit-handler-1": { work: {} } }))).toEqual([
      "flowchart TB",
      '  subgraph g1["exit handler<br>exit-handler-1"]',
      "    direction TB",
      '    t1["work<br>node:1"]',
      "  end",
      '  t2["tell<br>node:1<br>even if what it waits for fails"]',
      '  g1 -->|"final status"| t2',
    ]);
  });

  test("draws each call of a nested pipeline", () => {
    const twice = { componentRef: { name: "inner" }, dependentTasks: ["inner"] };
    expect(drawn(specOf({ inner: {}, "inner-2": twice }, { inner: { one: {} } }))).toEqual([
      "flowchart TB",
      '  subgraph g1["inner<br>pipeline"]',
      "    direction TB",
      '    t1["one<br>node:1"]',
      "  end",
      '  subgraph g2["inner-2<br>pipeline"]',
      "    direction TB",
      '    t2["one<br>node:1"]',
      "  end",
      "  g1 -.-> g2",
    ]);
  });

  test("clips what is long, in the middle where ends tell names apart", () => {
    const list = `[${Array.from({ length: 50 }, (_, index) => index).join()}]`;
    const loop = {
      parameterIterator: { items: { raw: list }, itemInput: "item" },
      iteratorPolicy: { parallelismLimit: 1 },
    };
    expect(drawn(specOf({ "for-loop-1": loop }, { "for-loop-1": { ["a".repeat(99)]: {} } }))).toEqual([
      "flowchart TB",
      '  subgraph g1["for each item of #91;0,1,2,3,4,5,6,7… one at a time<br>for-loop-1"]',
      "    direction TB",
      `    t1["${"a".repeat(33)}…${"a".repeat(14)}<br>node:1"]`,
      "  end",
    ]);
  });

  test("lets no name end a label or become syntax, HTML or Markdown", () => {
    const names = [
      "end",
      'a"]; click t1 "x"',
      "<script>alert(1)</script>",
      "`**b**`",
      "a\nb\u0000%%{",
      "1. style:#red;",
      "__proto__",
    ];
    const tasks = Object.fromEntries(names.map((name) => [name, {}]));
    expect(drawn(specOf(tasks))).toEqual([
      "flowchart TB",
      '  t1["end<br>node:1"]',
      '  t2["a#34;#93;#59; click t1 #34;x#34;<br>node:1"]',
      '  t3["#60;script#62;alert#40;1#41;#60;/script#62;<br>node:1"]',
      '  t4["#96;#42;#42;b#42;#42;#96;<br>node:1"]',
      '  t5["a b#37;#37;#123;<br>node:1"]',
      '  t6["#49;#46; style#58;#35;red#59;<br>node:1"]',
      '  t7["__proto__<br>node:1"]',
    ]);
  });
});
