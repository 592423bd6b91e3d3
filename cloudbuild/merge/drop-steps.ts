// A merged build without some of its steps: those that waited for one wait for what that waited for.
import type { MergedStep, Wait } from "./merged-build.ts";
import { addWait, emptyGraph, reduced } from "./step-graph.ts";

export function withoutSteps(
  steps: readonly MergedStep[],
  dropped: ReadonlySet<string>,
): readonly MergedStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const kept = steps.filter(({ id }) => !dropped.has(id));
  const places = new Map(kept.map(({ id }, place) => [id, place]));
  const graph = emptyGraph(kept.length);
  kept.forEach((step, place) => {
    for (const { on, because } of waitsThrough(step, { byId, dropped })) {
      const before = places.get(on);
      if (before !== undefined) addWait(graph, [place, before], because);
    }
  });
  const least = reduced(graph);
  return kept.map((step, place): MergedStep => {
    const waits = [...(least.waits[place] ?? [])]
      .sort(([a], [b]) => a - b)
      .flatMap(([on, because]): Wait[] => (kept[on] === undefined ? [] : [{ on: kept[on].id, because }]));
    const waitFor = waits.length === 0 ? ["-"] : waits.map(({ on }) => on);
    return { ...step, waits, step: { ...step.step, waitFor } };
  });
}

/** Steps stand after what they wait for, so that this ends. A step is looked at once. */
function waitsThrough(
  step: MergedStep,
  {
    byId,
    dropped,
  }: { readonly byId: ReadonlyMap<string, MergedStep>; readonly dropped: ReadonlySet<string> },
): readonly Wait[] {
  const found = new Map<string, Wait>();
  const seen = new Set<string>();
  const open = [...step.waits];
  for (let wait = open.shift(); wait !== undefined; wait = open.shift()) {
    if (!dropped.has(wait.on)) {
      if (!found.has(wait.on)) found.set(wait.on, wait);
    } else if (!seen.has(wait.on)) {
      seen.add(wait.on);
      const { because } = wait;
      const before = byId.get(wait.on)?.waits ?? [];
      open.push(
        ...before.map(({ on, because: own }) => ({ on, because: own.kind === "config" ? because : own })),
      );
    }
  }
  return [...found.values()];
}
