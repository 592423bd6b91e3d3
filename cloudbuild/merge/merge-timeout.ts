// The time that each component may take, and which waits for which -> the time that the merged build may take.
import { groupBy } from "../../pipeline/ir/group-by.ts";
import { defaultTimeout, longestTimeout, timeoutSeconds } from "../format/duration.ts";
import type { Joined, MergePart, StepNode } from "./merge-part.ts";
import type { StepGraph } from "./step-graph.ts";

/**
 * Once all that a component waits for has ended, it takes no longer than it may on its own. Components that wait for each
 * other's steps take no longer than one after the other.
 */
export function mergeTimeout(
  parts: readonly MergePart[],
  { graph, nodes }: { readonly graph: StepGraph; readonly nodes: readonly StepNode[] },
): Joined<string | undefined> {
  const [only, ...more] = parts;
  if (more.length === 0) return { value: only?.build.timeout, findings: [] };
  const path = longestPath(parts, componentWaits(parts, { graph, nodes }));
  const seconds = path.reduce((sum, part) => sum + budgetOf(part), 0);
  const isSaid = parts.some(({ build }) => build.timeout !== undefined);
  if (seconds <= longestTimeout) {
    return { value: isSaid || seconds !== defaultTimeout ? `${seconds}s` : undefined, findings: [] };
  }
  const [longest] = [...path].sort((a, b) => budgetOf(b) - budgetOf(a));
  return {
    value: undefined,
    findings: path.flatMap((part) =>
      part !== longest
        ? []
        : [
            {
              code: "TIMEOUT_OVER_A_DAY",
              severity: "error",
              place: part.file.placeOf(["timeout"]),
              message: `Components that wait for each other may take ${seconds} s together, and a build ${longestTimeout} s: ${path.map((on) => `"${on.name}" ${budgetOf(on)} s`).join(", ")}.`,
              remedy: "Lower their timeouts; a config without one counts 3600 s.",
              related: path
                .filter((other) => other !== part)
                .map((other) => ({
                  place: other.file.placeOf(["timeout"]),
                  note: `"${other.name}" may take ${budgetOf(other)} s`,
                })),
            },
          ],
    ),
  };
}

/** A timeout that cannot be read counts as the default: the checks tell of it. */
function budgetOf({ build }: MergePart): number {
  return Math.ceil(timeoutSeconds(build.timeout) ?? defaultTimeout);
}

type Waits = ReadonlyMap<MergePart, ReadonlySet<MergePart>>;

/** With what those wait for in their turn. */
function componentWaits(
  parts: readonly MergePart[],
  { graph, nodes }: { readonly graph: StepGraph; readonly nodes: readonly StepNode[] },
): Waits {
  const waits = new Map(parts.map((part) => [part, new Set<MergePart>()] as const));
  for (const { node, part } of nodes) {
    for (const on of graph.waits[node]?.keys() ?? []) {
      const other = nodes[on]?.part;
      if (other !== undefined && other !== part) waits.get(part)?.add(other);
    }
  }
  for (const through of parts) {
    for (const part of parts) {
      if (!waits.get(part)?.has(through)) continue;
      for (const on of waits.get(through) ?? []) waits.get(part)?.add(on);
    }
  }
  return waits;
}

function longestPath(parts: readonly MergePart[], waits: Waits): readonly MergePart[] {
  const inCircle = (a: MergePart, b: MergePart): boolean =>
    a === b || (waits.get(a)?.has(b) === true && waits.get(b)?.has(a) === true);
  const groups = [...groupBy(parts, (part) => parts.find((other) => inCircle(part, other)) ?? part).values()];
  const total = (path: readonly MergePart[]): number => path.reduce((sum, part) => sum + budgetOf(part), 0);
  const paths = new Map<readonly MergePart[], readonly MergePart[]>();
  const pathTo = (group: readonly MergePart[]): readonly MergePart[] => {
    const known = paths.get(group);
    if (known !== undefined) return known;
    const before = groups.filter(
      (other) => other !== group && group.some((part) => other.some((on) => waits.get(part)?.has(on))),
    );
    const longest = longestOf(before.map(pathTo), total);
    const path = [...longest, ...group];
    paths.set(group, path);
    return path;
  };
  return longestOf(groups.map(pathTo), total);
}

function longestOf<T>(
  paths: readonly (readonly T[])[],
  length: (path: readonly T[]) => number,
): readonly T[] {
  return paths.reduce<readonly T[]>((longest, path) => (length(path) > length(longest) ? path : longest), []);
}
