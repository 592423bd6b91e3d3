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
  const lone = loneVolumes(steps, kept);
  return kept.map((step, place): MergedStep => {
    const waits = [...(least.waits[place] ?? [])]
      .sort(([a], [b]) => a - b)
      .flatMap(([on, because]): Wait[] => (kept[on] === undefined ? [] : [{ on: kept[on].id, because }]));
    const waitFor = waits.length === 0 ? ["-"] : waits.map(({ on }) => on);
    return { ...step, waits, step: { ...withoutVolumes(step.step, lone), waitFor } };
  });
}

/** Cloud Build refuses a volume that one step alone has. */
function loneVolumes(
  before: readonly MergedStep[],
  kept: readonly MergedStep[],
): ReadonlySet<string | undefined> {
  const names = kept.flatMap(({ step }) => (step.volumes ?? []).map(({ name }) => name));
  const others = before.filter((step) => !kept.includes(step));
  const dropped = new Set(others.flatMap(({ step }) => (step.volumes ?? []).map(({ name }) => name)));
  return new Set(
    names.filter((name) => dropped.has(name) && names.indexOf(name) === names.lastIndexOf(name)),
  );
}

function withoutVolumes(
  { volumes, ...step }: MergedStep["step"],
  lone: ReadonlySet<string | undefined>,
): MergedStep["step"] {
  const left = (volumes ?? []).filter(({ name }) => !lone.has(name));
  return left.length === 0 ? step : { ...step, volumes: left };
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
