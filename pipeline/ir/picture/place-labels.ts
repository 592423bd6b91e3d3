// Labels of lines to rows in the gaps between layers, where lines run straight down and no box is.
import type { Link } from "./layout.ts";
import { lists } from "./rank-boxes.ts";
import type { Threads } from "./thread-links.ts";

export const labelRow = 15;
const mostRows = 4;
const besideLine = 5;
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

/** `portX` gives where the segment leaves the upper and meets the lower place. */
export function placeLabels(
  links: readonly Link[],
  { rank, segments, chains, labelAt }: Threads,
  layers: number,
  portX: { readonly top: readonly number[]; readonly bottom: readonly number[] },
): Labels {
  const wanted = { top: lists(layers), bottom: lists(layers) };
  const found = links.map((_, index): { x: number; gap: number; side: "top" | "bottom" } => {
    const chain = chains[index] ?? [];
    const side = labelAt[index] ?? "bottom";
    const segment = (side === "top" ? chain[0] : chain.at(-1)) ?? 0;
    const { above, below } = segments[segment] ?? { above: 0, below: 0 };
    const gap = side === "top" ? (rank[above] ?? 0) : (rank[below] ?? 0) - 1;
    if ((links[index]?.labelWidth ?? 0) > 0) wanted[side][gap]?.push(index);
    return { x: (portX[side][segment] ?? 0) + besideLine, gap, side };
  });
  const placed = new Array<PlacedLabel | undefined>(links.length).fill(undefined);
  const assign = (indexes: readonly number[]): number => {
    const ends: number[] = [];
    const at = (index: number): number => found[index]?.x ?? 0;
    for (const index of [...indexes].sort((a, b) => at(a) - at(b))) {
      const free = ends.findIndex((end) => end + gapBetweenLabels <= at(index));
      const row = free === -1 ? ends.length : free;
      const place = found[index];
      if (row >= mostRows || place === undefined) continue;
      ends[row] = at(index) + (links[index]?.labelWidth ?? 0);
      placed[index] = { ...place, row };
    }
    return ends.length;
  };
  return { rows: { top: wanted.top.map(assign), bottom: wanted.bottom.map(assign) }, placed };
}
