// What each step makes -> the steps of different components that make the same and may run at the same time.
import type { StepNode } from "./merge-part.ts";
import type { StepGraph } from "./step-graph.ts";
import { ancestorsOf, hasBit } from "./step-graph.ts";

export interface Meeting {
  readonly earlier: StepNode;
  readonly later: StepNode;
  readonly what: string;
}

/** One for each two components and thing. `made` is in the order of `nodes`. */
export function meetingSteps(
  made: readonly ReadonlySet<string>[],
  { graph, nodes }: { readonly graph: StepGraph; readonly nodes: readonly StepNode[] },
): readonly Meeting[] {
  const ancestors = ancestorsOf(graph);
  const told = new Set<string>();
  return nodes.flatMap((later) =>
    [...(made[later.node] ?? [])].flatMap((what) =>
      nodes.slice(0, later.node).flatMap((earlier): readonly Meeting[] => {
        if (earlier.part === later.part || made[earlier.node]?.has(what) !== true) return [];
        const isOrdered =
          hasBit(ancestors[later.node], earlier.node) || hasBit(ancestors[earlier.node], later.node);
        const key = JSON.stringify([earlier.part.name, later.part.name, what]);
        if (isOrdered || told.has(key)) return [];
        told.add(key);
        return [{ earlier, later, what }];
      }),
    ),
  );
}
