// What holds for every pipeline that is imported again from its IR.
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile, compileGraph } from "../../pipeline/compiler/compile.ts";
import { decompile } from "../../pipeline/decompiler/decompile.ts";
import type { ComponentDefinition, GraphNode } from "../../pipeline/dsl/graph.ts";
import { irDifferences } from "../../pipeline/ir/compare/same-pipeline.ts";
import { anyPipeline, type Statement, statements } from "./any-pipeline.ts";

test("every pipeline is imported as one that compiles to the same IR", () => {
  fc.assert(
    fc.property(statements, (body) => {
      const file = compile(anyPipeline(body));
      expect(irDifferences(file, compileGraph(decompile(file, "any")))).toEqual([]);
    }),
  );
});

test("groups are imported as bodies, and all sub-pipelines are those that were written", () => {
  fc.assert(
    fc.property(statements, (body) => {
      const imported = decompile(compile(anyPipeline(body)), "any");
      expect(calledPipelines(imported).filter((name) => name !== "inner")).toEqual([]);
    }),
    { examples: [[loopsOverOneList]] },
  );
});

/** Two loops over one list, one in the other, and in the inner one a group that uses its item. */
const loopsOverOneList: readonly Statement[] = [
  {
    kind: "loop",
    items: 3,
    body: [
      {
        kind: "loop",
        items: 1,
        body: [
          {
            kind: "exit",
            body: [
              { kind: "step", text: 11, more: 0, after: false },
              { kind: "step", text: 0, more: 0, after: false },
            ],
          },
          { kind: "step", text: 5, more: 0, after: false },
        ],
      },
      { kind: "step", text: 0, more: 0, after: false },
    ],
  },
];

/** The names of all pipelines that are called as components. */
function calledPipelines(component: ComponentDefinition): readonly string[] {
  return component.kind === "pipeline" ? component.body.nodes.flatMap(calledIn) : [];
}

function calledIn(node: GraphNode): readonly string[] {
  switch (node.kind) {
    case "task": {
      const { component } = node;
      return component.kind === "pipeline" ? [component.name, ...calledPipelines(component)] : [];
    }
    case "loop":
      return node.body.nodes.flatMap(calledIn);
    case "branches":
      return node.branches.flatMap(({ body }) => body.nodes.flatMap(calledIn));
    case "exitHandler":
      return [...node.onExit, ...node.body.nodes].flatMap(calledIn);
    default:
      return node satisfies never;
  }
}
