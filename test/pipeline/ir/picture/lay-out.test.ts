// What holds for every picture, looked for among random graphs.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOut } from "../../../../pipeline/ir/picture/lay-out.ts";
import type { Layout, PlacedBox, PlacedLine } from "../../../../pipeline/ir/picture/layout.ts";
import type { PictureEdge, PictureNode } from "../../../../pipeline/ir/picture/picture.ts";

interface Graph {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

const notes: readonly string[] = [];
function task(id: string, name: string): PictureNode {
  return { kind: "task", id, name, title: name, executor: "container", image: "a/b:1", notes };
}

/** Edges in any direction: some make cycles. Every fifth node is a group with two tasks. */
const graphs: fc.Arbitrary<Graph> = fc
  .record({
    names: fc.array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 40 }),
    ends: fc.array(fc.tuple(fc.nat(39), fc.nat(39), fc.boolean(), fc.string({ maxLength: 20 })), {
      maxLength: 80,
    }),
    forward: fc.boolean(),
  })
  .map(({ names, ends, forward }) => {
    const nodes = names.map((name, index): PictureNode => {
      const id = `t${index}`;
      if (index % 5 !== 4) return task(id, name);
      const inner = { nodes: [task("a", name), task("b", "b")], edges: [] };
      return { kind: "group", id, name, title: name, group: "pipeline", notes, ...inner };
    });
    const edges = ends.map(([a, b, order, label]): PictureEdge => {
      const [from, to] = [a % names.length, b % names.length];
      const [first, second] = forward ? [Math.min(from, to), Math.max(from, to)] : [from, to];
      return { from: `t${first}`, to: `t${second}`, kind: order ? "order" : "data", labels: [label] };
    });
    return { nodes, edges };
  });

const everyLayout = ({ boxes, ...layout }: Layout): readonly Layout[] => [
  { boxes, ...layout },
  ...boxes.flatMap(({ inside }) => (inside === undefined ? [] : everyLayout(inside.content))),
];

function overlaps(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Points along a line, close enough together to hit any box that it crosses. */
function pointsOf({ at, paths }: PlacedLine): readonly (readonly [number, number])[] {
  return paths.flatMap((path) => {
    const points: [number, number][] = [];
    for (const [, command, rest = ""] of path.matchAll(/([MVC])([^MVC]*)/g)) {
      const numbers = rest.trim().split(/\s+/).map(Number);
      const [x0, y0] = points.at(-1) ?? [0, 0];
      const [x1 = 0, y1 = 0] = command === "V" ? [x0, numbers[0]] : numbers.slice(-2);
      const middle = command === "C" ? (numbers[1] ?? 0) : (y0 + y1) / 2;
      for (let step = command === "M" ? 20 : 1; step <= 20; step += 1) {
        const t = step / 20;
        const u = 1 - t;
        const x = (u + 3 * t) * u * u * x0 + (t + 3 * u) * t * t * x1;
        points.push([x, u ** 3 * y0 + 3 * u * t * middle + t ** 3 * y1]);
      }
    }
    return points.map(([x, y]) => [x + at.x, y + at.y] as const);
  });
}

describe("a layout", () => {
  test("keeps sibling boxes apart and inside their frame", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const wrong = everyLayout(layOut(graph)).flatMap(({ boxes, width, height }) => {
          const fits = ({ x, y, ...box }: PlacedBox) =>
            x > -0.01 && y > -0.01 && x + box.width < width + 0.01 && y + box.height < height + 0.01;
          return boxes.filter(
            (box, index) => !fits(box) || boxes.slice(index + 1).some((other) => overlaps(box, other)),
          );
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  test("leads no line through a box", () => {
    const within = (box: PlacedBox, [x, y]: readonly [number, number]) =>
      x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1;
    fc.assert(
      fc.property(graphs, (graph) => {
        const { boxes, lines } = layOut(graph);
        const points = lines.flatMap(pointsOf);
        expect(points.filter((point) => boxes.some((box) => within(box, point)))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("draws lines downwards where nothing goes round in a circle", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const position = new Map(graph.nodes.map(({ id }, index) => [id, index]));
        const at = (id: string) => position.get(id) ?? 0;
        const edges = graph.edges.filter(({ from, to }) => at(from) < at(to));
        const { boxes } = layOut({ ...graph, edges });
        const box = new Map(boxes.map((each) => [each.node.id, each]));
        for (const { from, to } of edges) {
          const [upper, lower] = [box.get(from), box.get(to)];
          expect((upper?.y ?? 0) + (upper?.height ?? 0)).toBeLessThan(lower?.y ?? 0);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("has lines of a thousand tasks that wait for one and are waited for by one share their way", () => {
    const nodes = Array.from({ length: 1002 }, (_, index) => task(`t${index}`, "work"));
    const edges = nodes.slice(1, -1).flatMap(({ id }): PictureEdge[] => [
      { from: "t0", to: id, kind: "data", labels: [] },
      { from: id, to: "t1001", kind: "data", labels: [] },
    ]);
    const { width, lines } = layOut({ nodes, edges });
    expect(width).toBeLessThan(4000);
    expect(lines.flatMap(({ paths }) => paths).length).toBeLessThan(2100);
  });
});
