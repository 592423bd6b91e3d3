// Links between boxes to layers: every link leads downwards, from a box to one of a later layer.
import type { Link } from "./layout.ts";

export interface Ranking {
  /** The layer of each box, from 0. */
  readonly rank: readonly number[];
  /** Links that had to be turned round, as the graph has a cycle. */
  readonly turned: ReadonlySet<number>;
}

/** No row of boxes is wider; a layer with more becomes several. */
const mostInRow = 12;

/** Longest path from the top; boxes that wait for nothing move down to what they lead to. */
export function rankBoxes(count: number, links: readonly Link[]): Ranking {
  const order = orderBoxes(count, links);
  const position = new Array<number>(count).fill(0);
  order.forEach((box, index) => (position[box] = index));
  const at = (box: number): number => position[box] ?? 0;
  const turned = new Set(links.flatMap(({ from, to }, index) => (at(from) > at(to) ? [index] : [])));
  const following = lists(count);
  const hasAbove = new Array<boolean>(count).fill(false);
  links.forEach(({ from, to }, index) => {
    const [above, below] = turned.has(index) ? [to, from] : [from, to];
    following[above]?.push(below);
    hasAbove[below] = true;
  });

  const rank = new Array<number>(count).fill(0);
  for (const box of order) {
    for (const below of following[box] ?? []) {
      rank[below] = Math.max(rank[below] ?? 0, (rank[box] ?? 0) + 1);
    }
  }
  for (const box of order) {
    const below = (following[box] ?? []).map((each) => rank[each] ?? 0);
    if (hasAbove[box] === false && below.length > 0) rank[box] = least(below) - 1;
  }
  return { rank: inRows(rank), turned };
}

/** Every box after those that lead to it, but for one link of each cycle at least. */
function orderBoxes(count: number, links: readonly Link[]): readonly number[] {
  const following = lists(count);
  const waiting = new Array<number>(count).fill(0);
  for (const { from, to } of links) {
    following[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const order: number[] = [];
  const taken = new Array<boolean>(count).fill(false);
  const take = (box: number): void => {
    if (taken[box] === true) return;
    taken[box] = true;
    order.push(box);
  };
  waiting.forEach((open, box) => open === 0 && take(box));
  let done = 0;
  for (let next = 0; next < count || done < order.length;) {
    if (done === order.length) {
      take(next);
      next += 1;
      continue;
    }
    for (const box of following[order[done] ?? 0] ?? []) {
      const open = (waiting[box] ?? 0) - 1;
      waiting[box] = open;
      if (open === 0) take(box);
    }
    done += 1;
  }
  return order;
}

/** Layers with too many boxes become rows of about the same length, in the order of the boxes. */
function inRows(rank: readonly number[]): readonly number[] {
  const layers = lists(greatest(rank) + 1);
  rank.forEach((layer, box) => layers[layer]?.push(box));
  const result = [...rank];
  let row = 0;
  for (const boxes of layers) {
    const rows = Math.max(1, Math.ceil(boxes.length / mostInRow));
    const inEach = Math.ceil(boxes.length / rows);
    boxes.forEach((box, index) => (result[box] = row + Math.floor(index / inEach)));
    row += rows;
  }
  return result;
}

export function lists(count: number): number[][] {
  return Array.from({ length: count }, () => []);
}

/** `Math.max(...values)` would put them all on the stack. */
export function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function least(values: readonly number[]): number {
  return values.reduce((most, value) => Math.min(most, value), Infinity);
}
