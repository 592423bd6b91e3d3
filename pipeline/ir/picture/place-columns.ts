// The order within layers to horizontal places: as near as the neighbours' middles as the widths allow.
import type { Neighbours } from "./order-layers.ts";

const gapBetweenBoxes = 28;
const gapAtWaypoint = 12;
/** Of many places the first passes find most; more would take seconds. */
const sweepsOver = (places: number): number => (places > 10_000 ? 4 : 10);
/** Long lines become straight before boxes come to stand in the middle: else rows beside a trunk would drift. */
const waypointWeight = 1000;

export interface Columns {
  readonly layers: readonly (readonly number[])[];
  readonly neighbours: Neighbours;
  /** Waypoints have none. */
  readonly widths: readonly number[];
  /** Places from here on are waypoints. */
  readonly boxes: number;
}

/** The middle of each place; the leftmost edge is at 0. */
export function placeColumns({ layers, neighbours, widths, boxes }: Columns): readonly number[] {
  const x = new Array<number>(widths.length).fill(0);
  const at = (place: number): number => x[place] ?? 0;
  const half = (place: number): number => (widths[place] ?? 0) / 2;
  const gap = (a: number, b: number): number => (a < boxes && b < boxes ? gapBetweenBoxes : gapAtWaypoint);
  const offsets = layers.map((layer) => {
    let sum = 0;
    return layer.map((place, index) => {
      const previous = layer[index - 1];
      if (previous !== undefined) sum += half(previous) + gap(previous, place) + half(place);
      return sum;
    });
  });
  const spread = (index: number, wanted: (place: number) => number): void => {
    const [layer = [], offset = []] = [layers[index], offsets[index]];
    const free = layer.map((place, i) => ({
      value: wanted(place) - (offset[i] ?? 0),
      weight: place < boxes ? 1 : waypointWeight,
    }));
    rising(free).forEach((value, i) => (x[layer[i] ?? 0] = value + (offset[i] ?? 0)));
  };
  const middle = (place: number, joined: readonly number[]): number => {
    // A trunk goes on where it was, whatever leaves it.
    const trunk = place < boxes ? [] : joined.filter((other) => other >= boxes);
    const places = trunk.length > 0 ? trunk : joined;
    if (places.length === 0) return at(place);
    return places.reduce((sum, other) => sum + at(other), 0) / places.length;
  };

  layers.forEach((_, index) => spread(index, () => 0));
  const sweeps = sweepsOver(widths.length);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const down = sweep % 2 === 0;
    for (let step = 0; step < layers.length; step += 1) {
      const index = down ? step : layers.length - 1 - step;
      const { above, below } = neighbours;
      spread(index, (place) => {
        const [nearer, farther] = [above[place] ?? [], below[place] ?? []];
        if (sweep >= sweeps - 2) return middle(place, [...nearer, ...farther]);
        return middle(place, down ? nearer : farther);
      });
    }
  }
  const left = x.reduce((least, value, place) => Math.min(least, value - half(place)), Infinity);
  return x.map((value) => value - left);
}

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** The values nearest to the given ones that never fall: neighbours that do are put together at their mean. */
function rising(values: readonly Weighted[]): readonly number[] {
  const blocks: { sum: number; weight: number; count: number }[] = [];
  for (const { value, weight } of values) {
    let block = { sum: value * weight, weight, count: 1 };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.weight <= block.sum / block.weight) break;
      blocks.pop();
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, weight, count }) => new Array<number>(count).fill(sum / weight));
}
