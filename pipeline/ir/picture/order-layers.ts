// The order within each layer that lets few lines cross: each place moves to the middle of those it is joined to.
import { greatest, lists } from "./rank-boxes.ts";
import type { Segment, Threads } from "./thread-links.ts";

export interface Neighbours {
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
}

const sweeps = 6;

/** Layers from the top, each from the left; segments over more than one layer do not count. */
export function orderLayers(
  { rank, segments }: Threads,
  neighbours: Neighbours,
): readonly (readonly number[])[] {
  const layers = lists(greatest(rank) + 1);
  rank.forEach((layer, place) => layers[layer]?.push(place));
  const position = new Array<number>(rank.length).fill(0);
  const settle = (layer: readonly number[]): void => layer.forEach((place, at) => (position[place] = at));
  layers.forEach(settle);
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(layers, segments, rank, position);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const down = sweep % 2 === 0;
    const joined = down ? neighbours.above : neighbours.below;
    for (const layer of down ? layers : [...layers].reverse()) {
      const middle = new Map(layer.map((place, at) => [place, mean(joined[place] ?? [], position) ?? at]));
      layer.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
      settle(layer);
    }
    const count = crossings(layers, segments, rank, position);
    if (count < fewest) {
      fewest = count;
      best = layers.map((layer) => [...layer]);
    }
  }
  return best;
}

export function neighboursOf({ rank, segments }: Threads): Neighbours {
  const above = lists(rank.length);
  const below = lists(rank.length);
  for (const segment of segments) {
    if ((rank[segment.below] ?? 0) - (rank[segment.above] ?? 0) !== 1) continue;
    below[segment.above]?.push(segment.below);
    above[segment.below]?.push(segment.above);
  }
  return { above, below };
}

function mean(places: readonly number[], position: readonly number[]): number | undefined {
  if (places.length === 0) return undefined;
  return places.reduce((sum, place) => sum + (position[place] ?? 0), 0) / places.length;
}

function crossings(
  layers: readonly (readonly number[])[],
  segments: readonly Segment[],
  rank: readonly number[],
  position: readonly number[],
): number {
  const between: Segment[][] = layers.map(() => []);
  for (const segment of segments) {
    const top = rank[segment.above] ?? 0;
    if ((rank[segment.below] ?? 0) - top === 1) between[top]?.push(segment);
  }
  const at = (place: number): number => position[place] ?? 0;
  return between.reduce((sum, each, top) => {
    each.sort((a, b) => at(a.above) - at(b.above) || at(a.below) - at(b.below));
    return (
      sum +
      inversions(
        each.map(({ below }) => at(below)),
        layers[top + 1]?.length ?? 0,
      )
    );
  }, 0);
}

/** Pairs in the wrong order, counted with a Fenwick tree over the values 0 to `size`. */
function inversions(values: readonly number[], size: number): number {
  const tree = new Array<number>(size + 1).fill(0);
  let count = 0;
  values.forEach((value, seen) => {
    let notGreater = 0;
    for (let at = value + 1; at > 0; at -= at & -at) notGreater += tree[at] ?? 0;
    count += seen - notGreater;
    for (let at = value + 1; at <= size; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
  });
  return count;
}
