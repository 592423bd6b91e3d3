// Labels of lines to rows in the gaps between layers, where lines run straight down and no box is, each over its own line.
import type { Link } from "./layout.ts";
import { lists } from "./rank-boxes.ts";
import type { Threads } from "./thread-links.ts";

export const labelRow = 15;
const mostRows = 4;
/** From a label to another line. */
const besideLine = 4;
/** How far a label reaches over its own line at the least. */
const overLine = 6;
const gapBetweenLabels = 8;

export interface PlacedLabel {
  /** The left end. */
  readonly x: number;
  /** The layer above the gap. */
  readonly gap: number;
  readonly side: "top" | "bottom";
  /** From the layer that the side is at, 0 being the nearest. */
  readonly row: number;
}

export interface Labels {
  /** For each link; without a label, or room for it, `undefined`. */
  readonly placed: readonly (PlacedLabel | undefined)[];
  /** For each gap how many rows its sides need. */
  readonly rows: { readonly top: readonly number[]; readonly bottom: readonly number[] };
}

/** Among more lines than these no place is clear, and looking for one takes time. */
const mostLines = 100;

interface Ports {
  readonly top: readonly number[];
  readonly bottom: readonly number[];
}

/**
 * `portX` gives where the segment leaves the upper and meets the lower place. A label lies over its own line; where it
 * would lie over another line too, it is moved aside along its row, or to the other end of its line.
 */
export function placeLabels(links: readonly Link[], threads: Threads, layers: number, portX: Ports): Labels {
  const lines = linesIn(threads, layers);
  const wanted = { top: lists(layers), bottom: lists(layers) };
  const found = links.map((link, index): Spot | undefined => {
    if (link.labelWidth === 0) return undefined;
    const side = threads.labelAt[index] ?? "bottom";
    const spots = ([side, side === "top" ? "bottom" : "top"] as const).map((end): Spot => {
      const { gap, segment } = endOf(threads, index, end);
      const own = portX[end][segment] ?? 0;
      const all = lines[end][gap] ?? [];
      const others = all.length > mostLines ? [] : all.filter((other) => other !== segment);
      const near = others
        .map((other) => portX[end][other] ?? 0)
        .filter((line) => Math.abs(line - own) <= link.labelWidth + besideLine);
      return { gap, side: end, ...slide(own, link.labelWidth, near) };
    });
    const [first, second] = spots;
    const spot =
      second !== undefined && first !== undefined && second.crossed < first.crossed ? second : first;
    if (spot !== undefined) wanted[spot.side][spot.gap]?.push(index);
    return spot;
  });
  const placed = new Array<PlacedLabel | undefined>(links.length).fill(undefined);
  const assign = (indexes: readonly number[]): number => {
    const ends: number[] = [];
    const at = (index: number): number => found[index]?.x ?? 0;
    for (const index of [...indexes].sort((a, b) => at(a) - at(b))) {
      const free = ends.findIndex((end) => end + gapBetweenLabels <= at(index));
      const row = free === -1 ? ends.length : free;
      const spot = found[index];
      if (row >= mostRows || spot === undefined) continue;
      ends[row] = at(index) + (links[index]?.labelWidth ?? 0);
      placed[index] = { x: spot.x, gap: spot.gap, side: spot.side, row };
    }
    return ends.length;
  };
  return { rows: { top: wanted.top.map(assign), bottom: wanted.bottom.map(assign) }, placed };
}

interface Spot extends Omit<PlacedLabel, "row"> {
  /** How many lines of others it lies over. */
  readonly crossed: number;
}

/** The segments at each side of each gap. */
function linesIn({ segments, rank }: Threads, layers: number) {
  const lines = { top: lists(layers), bottom: lists(layers) };
  segments.forEach(({ above, below }, index) => {
    lines.top[rank[above] ?? 0]?.push(index);
    lines.bottom[(rank[below] ?? 0) - 1]?.push(index);
  });
  return lines;
}

function endOf({ rank, segments, chains }: Threads, link: number, side: "top" | "bottom") {
  const chain = chains[link] ?? [];
  const segment = (side === "top" ? chain[0] : chain.at(-1)) ?? 0;
  const { above, below } = segments[segment] ?? { above: 0, below: 0 };
  return { segment, gap: side === "top" ? (rank[above] ?? 0) : (rank[below] ?? 0) - 1 };
}

/** In the middle of its line, or as near to that as it lies over the fewest others. */
function slide(own: number, width: number, foreign: readonly number[]): { x: number; crossed: number } {
  const middle = own - width / 2;
  const [least, most] = [own - width + overLine, own - overLine];
  const besides = foreign.flatMap((line) => [line + besideLine, line - besideLine - width]);
  const candidates = [middle, ...besides, least, most]
    .filter((x) => x >= Math.min(least, middle) && x <= most)
    .map((x) => Math.max(0, x))
    .map((x) => ({
      x,
      crossed: foreign.filter((line) => line > x - besideLine && line < x + width + besideLine).length,
      aside: Math.abs(x - middle),
    }));
  candidates.sort((a, b) => a.crossed - b.crossed || a.aside - b.aside);
  return candidates[0] ?? { x: Math.max(0, middle), crossed: 0 };
}
