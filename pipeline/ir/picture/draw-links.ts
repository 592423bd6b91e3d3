// Ordered layers to heights and lines: straight down through a layer beside its boxes, curved in the gap below it, so
// that no line crosses a box.
import type { Arrow, Link, Point, Size } from "./layout.ts";
import { labelRow, type Labels, placeLabels } from "./place-labels.ts";
import { greatest, lists } from "./rank-boxes.ts";
import type { Ranking } from "./rank-boxes.ts";
import type { Threads } from "./thread-links.ts";

const straightGap = 34;
const portSpacing = 18;
const portMargin = 18;
/** From a label to the next line, if there is room. */
const labelMargin = 10;

export interface DrawnLinks {
  /** The top of each layer. */
  readonly tops: readonly number[];
  readonly height: number;
  readonly lines: readonly DrawnLink[];
}

export interface DrawnLink {
  readonly paths: readonly string[];
  readonly arrow?: Arrow;
  readonly label?: Point;
}

export interface Drawing {
  readonly sizes: readonly Size[];
  readonly links: readonly Link[];
  readonly ranking: Ranking;
  readonly threads: Threads;
  /** The middle of each place. */
  readonly x: readonly number[];
}

export function drawLinks(drawing: Drawing): DrawnLinks {
  const { sizes, links, threads } = drawing;
  const { rank } = threads;
  const heights = new Array<number>(greatest(rank) + 1).fill(0);
  sizes.forEach(({ height }, box) => {
    const layer = rank[box] ?? 0;
    heights[layer] = Math.max(heights[layer] ?? 0, height);
  });
  const portX = placePorts(drawing);
  const labels = placeLabels(links, threads, heights.length, portX);
  const reach = curveHeights(threads, heights.length, portX);
  const tops: number[] = [];
  let y = 0;
  heights.forEach((height, layer) => {
    tops.push(y);
    y += height;
    if (layer < heights.length - 1)
      y += (reach[layer] ?? 0) + room(labels, "top", layer) + room(labels, "bottom", layer);
  });
  return { tops, height: y, lines: drawLines({ ...drawing, heights, tops, labels, portX }) };
}

type PortX = { readonly top: readonly number[]; readonly bottom: readonly number[] };

/** Lines leave and meet a box side by side, in the order of where they come from and go to. */
function placePorts({ sizes, links, threads: { segments, rank, chains }, x }: Drawing): PortX {
  const labelWidths: number[] = [];
  links.forEach(({ labelWidth }, link) => {
    for (const segment of chains[link] ?? [])
      labelWidths[segment] = Math.max(labelWidths[segment] ?? 0, labelWidth + labelMargin);
  });
  const top = new Array<number>(segments.length).fill(0);
  const bottom = new Array<number>(segments.length).fill(0);
  const leaving = lists(rank.length);
  const arriving = lists(rank.length);
  segments.forEach(({ above, below }, index) => {
    leaving[above]?.push(index);
    arriving[below]?.push(index);
  });
  const spread = (indexes: number[], place: number, other: "above" | "below", into: number[]): void => {
    const far = (index: number): number => x[segments[index]?.[other] ?? 0] ?? 0;
    indexes.sort((a, b) => far(a) - far(b));
    const room = Math.max(0, (sizes[place]?.width ?? 0) - 2 * portMargin);
    const wide = Math.max(portSpacing, ...indexes.map((index) => labelWidths[index] ?? 0));
    const step = indexes.length > 1 ? Math.min(wide, room / (indexes.length - 1)) : 0;
    indexes.forEach((index, i) => (into[index] = (x[place] ?? 0) + (i - (indexes.length - 1) / 2) * step));
  };
  leaving.forEach((indexes, place) => spread(indexes, place, "below", top));
  arriving.forEach((indexes, place) => spread(indexes, place, "above", bottom));
  return { top, bottom };
}

/** A gap whose lines go far to the side is higher, or they would lie flat. */
function curveHeights({ segments, rank }: Threads, layers: number, portX: PortX): readonly number[] {
  const heights = new Array<number>(layers).fill(straightGap);
  segments.forEach(({ above }, index) => {
    const aside = Math.abs((portX.top[index] ?? 0) - (portX.bottom[index] ?? 0));
    const gap = rank[above] ?? 0;
    heights[gap] = Math.max(heights[gap] ?? 0, Math.min(straightGap + 60, straightGap + aside / 14));
  });
  return heights;
}

function room({ rows }: Labels, side: "top" | "bottom", gap: number): number {
  const count = rows[side][gap] ?? 0;
  return count === 0 ? 0 : count * labelRow + 8;
}

interface Placed extends Drawing {
  readonly heights: readonly number[];
  readonly tops: readonly number[];
  readonly labels: Labels;
  readonly portX: PortX;
}

function drawLines(placed: Placed): readonly DrawnLink[] {
  const { links, ranking, threads } = placed;
  const drawn = new Set<number>();
  return links.map((_, index) => {
    const paths: string[] = [];
    let isOpen = false;
    for (const segment of threads.chains[index] ?? []) {
      const isNew = !drawn.has(segment);
      drawn.add(segment);
      if (isNew)
        paths.push(`${isOpen ? (paths.pop() ?? "") : ""}${segmentCommands(placed, segment, !isOpen)}`);
      isOpen = isNew;
    }
    const line = { paths, arrow: arrowOf(placed, index, ranking.turned.has(index)) };
    const label = labelPoint(placed, index);
    return label === undefined ? line : { ...line, label };
  });
}

function arrowOf({ threads, sizes, tops, portX }: Placed, index: number, turned: boolean): Arrow {
  const chain = threads.chains[index] ?? [];
  const segment = (turned ? chain[0] : chain.at(-1)) ?? 0;
  const { above, below } = threads.segments[segment] ?? { above: 0, below: 0 };
  if (!turned)
    return { x: portX.bottom[segment] ?? 0, y: tops[threads.rank[below] ?? 0] ?? 0, points: "down" };
  const y = (tops[threads.rank[above] ?? 0] ?? 0) + (sizes[above]?.height ?? 0);
  return { x: portX.top[segment] ?? 0, y, points: "up" };
}

function labelPoint({ labels, tops, heights }: Placed, index: number): Point | undefined {
  const label = labels.placed[index];
  if (label === undefined) return undefined;
  const { side, gap, row, x } = label;
  const bottom = (tops[gap] ?? 0) + (heights[gap] ?? 0);
  return {
    x,
    y: side === "top" ? bottom + (row + 1) * labelRow - 1 : (tops[gap + 1] ?? 0) - 12 - row * labelRow,
  };
}

function segmentCommands(placed: Placed, index: number, first: boolean): string {
  const { threads, sizes, heights, tops, labels, portX } = placed;
  const { above, below } = threads.segments[index] ?? { above: 0, below: 0 };
  const [upper, lower] = [threads.rank[above] ?? 0, threads.rank[below] ?? 0];
  const [x1, x2] = [portX.top[index] ?? 0, portX.bottom[index] ?? 0];
  const layerTop = tops[upper] ?? 0;
  // A waypoint's line comes from the top of its layer, a box's from its lower edge.
  const start = layerTop + (sizes[above]?.height ?? 0);
  const y1 = layerTop + (heights[upper] ?? 0) + room(labels, "top", upper);
  const end = tops[lower] ?? 0;
  const y2 = end - room(labels, "bottom", lower - 1);
  const [a, b] = [round(x1), round(x2)];
  const move = first ? `M${a} ${round(start)}` : "";
  if (a === b) return `${move}V${round(end)}`;
  const middle = round((y1 + y2) / 2);
  const curve = `C${a} ${middle} ${b} ${middle} ${b} ${round(y2)}`;
  return `${move}V${round(y1)}${curve}${y2 < end ? `V${round(end)}` : ""}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
