// Links over several layers to chains of links over one, through waypoints: places in a layer that hold no box.
import type { Link } from "./layout.ts";
import type { Ranking } from "./rank-boxes.ts";

export interface Threads {
  /** Boxes first, by their index, then waypoints. */
  readonly rank: readonly number[];
  readonly segments: readonly Segment[];
  /** For each link the indexes of its segments, from the top. */
  readonly chains: readonly (readonly number[])[];
  /** At which end each link runs alone, where a label is clear. */
  readonly labelAt: readonly ("top" | "bottom")[];
}

export interface Segment {
  readonly above: number;
  readonly below: number;
}

/** More waypoints would cost more time than the last lines are worth: those then run straight. */
const mostWaypoints = 40_000;

/**
 * Long links that begin or end at the same box share a trunk there: a fan of a thousand is one line that others leave,
 * and the waypoints stay few.
 */
export function threadLinks(count: number, links: readonly Link[], { rank, turned }: Ranking): Threads {
  const ranks = [...rank];
  const oriented = links.map(({ from, to }, index) => (turned.has(index) ? [to, from] : [from, to]) as Ends);
  const isLong = ([above, below]: Ends) => (rank[below] ?? 0) - (rank[above] ?? 0) > 1;
  const long = oriented.filter(isLong);
  const leaving = tally(
    count,
    long.map(([above]) => above),
  );
  const arriving = tally(
    count,
    long.map(([, below]) => below),
  );
  const trunks = new Map<string, number[]>();
  const segments: Segment[] = [];
  const known = new Map<string, number>();
  const segment = (above: number, below: number): number => {
    const key = `${above} ${below}`;
    const index = known.get(key) ?? segments.push({ above, below }) - 1;
    known.set(key, index);
    return index;
  };
  const labelAt: ("top" | "bottom")[] = [];
  const chains = oriented.map(([above, below], index): readonly number[] => {
    const fromTop = (leaving[above] ?? 0) >= (arriving[below] ?? 0);
    const shared = isLong([above, below]) && !fromTop;
    labelAt.push(shared ? "top" : "bottom");
    if (!isLong([above, below]) || ranks.length > count + mostWaypoints) return [segment(above, below)];
    const owner = fromTop ? above : below;
    const key = `${fromTop ? "from" : "to"} ${owner} ${links[index]?.dashed}`;
    const trunk = trunks.get(key) ?? [];
    trunks.set(key, trunk);
    const [first, last] = [(rank[above] ?? 0) + 1, (rank[below] ?? 0) - 1];
    // A trunk is counted from the box that owns it.
    while (trunk.length < last - first + 1) {
      ranks.push(fromTop ? first + trunk.length : last - trunk.length);
      trunk.push(ranks.length - 1);
    }
    const waypoints = trunk.slice(0, last - first + 1);
    const path = [above, ...(fromTop ? waypoints : waypoints.reverse()), below];
    return path.slice(1).map((point, at) => segment(path[at] ?? above, point));
  });
  return { rank: ranks, segments, chains, labelAt };
}

type Ends = readonly [above: number, below: number];

function tally(count: number, boxes: readonly number[]): readonly number[] {
  const result = new Array<number>(count).fill(0);
  for (const box of boxes) result[box] = (result[box] ?? 0) + 1;
  return result;
}
