// Finds cycles in a graph: in time proportional to it, and without a stack that its chains could exhaust.

/** `rest` is still to be followed. */
interface Step<T> {
  readonly node: T;
  readonly rest: Iterator<T>;
}

/**
 * A walk in depth. A cycle that is found leaves the graph, so that none is told twice; where cycles have nodes in common,
 * at least one of them is found. Each begins with the node that was reached first.
 */
export function findCycles<T>(
  starts: Iterable<T>,
  successors: (node: T) => Iterable<T>,
): readonly (readonly T[])[] {
  const cycles: (readonly T[])[] = [];
  const path: Step<T>[] = [];
  const places = new Map<T, number | "left">();
  const enter = (node: T): void => {
    places.set(node, path.length);
    path.push({ node, rest: [...successors(node)][Symbol.iterator]() });
  };
  for (const start of starts) {
    if (!places.has(start)) enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const next = step.rest.next();
      const place = next.done ? path.length - 1 : places.get(next.value);
      if (!next.done && place === undefined) enter(next.value);
      if (typeof place !== "number") continue;
      const left = path.splice(place).map(({ node }) => node);
      for (const node of left) places.set(node, "left");
      if (!next.done) cycles.push(left);
    }
  }
  return cycles;
}

/** `"a" waits for "b", which waits for "a"`; of a long one, its beginning. `links` has one text for each node. */
export function cycleText(links: readonly string[], verb: string, first = links[0] ?? ""): string {
  const [start = "", ...others] = links.length > 10 ? links.slice(0, 9) : links;
  const rest = others.map((link) => `${link}, which ${verb} `).join("");
  const skipped = links.length > 10 ? `${links.length - 9} more, the last of which ${verb} ` : "";
  return `${start} ${verb} ${rest}${skipped}${first}`;
}
