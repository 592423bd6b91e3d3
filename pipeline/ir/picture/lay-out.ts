// A picture to places: groups first, as boxes of the size of what they hold; then each box's parts that hang together,
// in layers; then these parts in rows.
import { drawLinks } from "./draw-links.ts";
import type { Layout, Link, PlacedBox, PlacedLine, Size } from "./layout.ts";
import { edgeText, nodeText } from "./node-text.ts";
import { neighboursOf, orderLayers } from "./order-layers.ts";
import { packParts } from "./pack-parts.ts";
import type { Picture, PictureEdge, PictureNode } from "./picture.ts";
import { placeColumns } from "./place-columns.ts";
import { rankBoxes } from "./rank-boxes.ts";
import { textWidth } from "./text-size.ts";
import { threadLinks } from "./thread-links.ts";

/** Font sizes and heights of lines, which the drawing shares. */
export const text = { headline: 13, detail: 11, label: 10.5, line: 16, top: 21, padding: 12 } as const;
const inset = 16;
/** Bold letters are wider; marks may be bold as well. */
const bold = 1.12;

export function layOut({ nodes, edges }: Pick<Picture, "nodes" | "edges">): Layout {
  const boxes = nodes.map(measure);
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const joined = edges.flatMap((edge) => {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    return from === undefined || to === undefined || from === to ? [] : [{ edge, from, to }];
  });
  const parts = connectedParts(boxes.length, joined).map((part) =>
    layOutPart(
      part.boxes.flatMap((box) => boxes[box] ?? []),
      part.links.flatMap((link) => joined[link] ?? []),
      new Map(part.boxes.map((box, index) => [box, index])),
    ),
  );
  return packParts(parts);
}

interface Measured extends Size {
  readonly node: PictureNode;
  readonly inside?: PlacedBox["inside"] & {};
}

interface Joined {
  readonly edge: PictureEdge;
  readonly from: number;
  readonly to: number;
}

function measure(node: PictureNode): Measured {
  const { headline, details, mark } = nodeText(node);
  const lines = details.length + (mark === undefined ? 0 : 1);
  const widths = [
    textWidth(headline, text.headline * bold),
    ...details.map((line) => textWidth(line, text.detail)),
    textWidth(mark ?? "", text.detail * bold),
  ];
  const width = Math.max(84, ...widths) + 2 * text.padding;
  const height = text.top + lines * text.line + 11;
  if (node.kind !== "group") return { node, width, height };
  const content = layOut(node);
  const widest = Math.max(width, content.width + 2 * inset);
  const at = { x: (widest - content.width) / 2, y: height + 4 };
  return { node, width: widest, height: height + 4 + content.height + inset, inside: { at, content } };
}

function layOutPart(
  boxes: readonly Measured[],
  joined: readonly Joined[],
  indexOf: ReadonlyMap<number, number>,
): Layout {
  const links = joined.map(({ edge, from, to }): Link => {
    const label = edgeText(edge);
    const labelWidth = label === "" ? 0 : textWidth(label, text.label);
    return {
      from: indexOf.get(from) ?? 0,
      to: indexOf.get(to) ?? 0,
      dashed: edge.kind === "order",
      labelWidth,
    };
  });
  const ranking = rankBoxes(boxes.length, links);
  const threads = threadLinks(boxes.length, links, ranking);
  const neighbours = neighboursOf(threads);
  const layers = orderLayers(threads, neighbours);
  const widths = threads.rank.map((_, place) => boxes[place]?.width ?? 0);
  const x = placeColumns({ layers, neighbours, widths, boxes: boxes.length });
  const drawn = drawLinks({ sizes: boxes, links, ranking, threads, x });
  const placed = boxes.map((box, index): PlacedBox => {
    const left = (x[index] ?? 0) - box.width / 2;
    return { ...box, x: left, y: drawn.tops[ranking.rank[index] ?? 0] ?? 0 };
  });
  const lines = joined.flatMap(({ edge }, index): readonly PlacedLine[] => {
    const line = drawn.lines[index];
    if (line === undefined) return [];
    const { label, ...drawnLine } = line;
    const facts = { edge, at: { x: 0, y: 0 }, ...drawnLine };
    return [
      label === undefined
        ? facts
        : { ...facts, label: { ...label, text: edgeText(edge), width: links[index]?.labelWidth ?? 0 } },
    ];
  });
  const rights = [
    ...placed.map((box) => box.x + box.width),
    ...x.slice(boxes.length),
    ...lines.map(({ label }, index) => (label?.x ?? 0) + (label ? (links[index]?.labelWidth ?? 0) : 0)),
  ];
  const width = rights.reduce((most, right) => Math.max(most, right), 0);
  return { width, height: drawn.height, boxes: placed, lines };
}

interface Part {
  readonly boxes: number[];
  readonly links: number[];
}

/** In the order of their first boxes. */
function connectedParts(count: number, joined: readonly Joined[]): readonly Part[] {
  const leader = Array.from({ length: count }, (_, box) => box);
  const find = (box: number): number => {
    let at = box;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] ?? at] ?? at;
      at = leader[at] ?? at;
    }
    return at;
  };
  for (const { from, to } of joined) {
    const [a, b] = [find(from), find(to)];
    leader[Math.max(a, b)] = Math.min(a, b);
  }
  const parts = new Map<number, Part>();
  const partOf = (box: number): Part => {
    const part = parts.get(find(box)) ?? { boxes: [], links: [] };
    parts.set(find(box), part);
    return part;
  };
  for (let box = 0; box < count; box += 1) partOf(box).boxes.push(box);
  joined.forEach(({ from }, link) => partOf(from).links.push(link));
  return [...parts.values()];
}
