// Whatever real builds are merged and whatever they need of each other: each step runs after what its own config has it
// wait for and after what is needed, and after nothing else. Counted here with sets and loops, apart from the merge's code.
import fc from "fast-check";
import { expect, test } from "vitest";
import { directWaits } from "../../../cloudbuild/format/step-order.ts";
import { mergeBuilds } from "../../../cloudbuild/merge/merge-builds.ts";
import type { ComponentBuild, MergedBuild } from "../../../cloudbuild/merge/merged-build.ts";
import { stepNames } from "../../../cloudbuild/merge/step-names.ts";
import { hasCorpus, realBuilds } from "./corpus.ts";
import { randomGroup } from "./random-merges.ts";

type Edges = Map<string, Set<string>>;

const source = { file: "builds.ts", text: "" };

/** From the configs and the needs alone. */
function wantedEdges(components: readonly ComponentBuild[]): Edges {
  const edges: Edges = new Map();
  const own = new Map(
    components.map(({ name, file }) => {
      const ids = stepNames(file.build.steps).map((step) => `${name}:${step}`);
      const waits = directWaits(file.build.steps);
      ids.forEach((id, index) => edges.set(id, new Set((waits[index] ?? []).map((on) => ids[on] ?? ""))));
      const awaited = new Set(waits.flat());
      const first = ids.filter((_, index) => waits[index]?.length === 0);
      const last = ids.filter((_, index) => !awaited.has(index));
      return [name, { first, last }] as const;
    }),
  );
  for (const { name, component } of components) {
    for (const { step, on } of component.needs ?? []) {
      const waiting = step === undefined ? (own.get(name)?.first ?? []) : [`${name}:${step}`];
      const needed = on.flatMap((need) => (need.includes(":") ? [need] : (own.get(need)?.last ?? [])));
      for (const id of waiting) for (const before of needed) edges.get(id)?.add(before);
    }
  }
  return edges;
}

function closure(edges: Edges): Edges {
  const all: Edges = new Map();
  const visit = (id: string): Set<string> => {
    const known = all.get(id);
    if (known !== undefined) return known;
    const found = new Set<string>();
    all.set(id, found);
    for (const on of edges.get(id) ?? []) {
      found.add(on);
      for (const before of visit(on)) found.add(before);
    }
    return found;
  };
  for (const id of edges.keys()) visit(id);
  return all;
}

/** What the build itself says: `waitFor` of its steps, as Cloud Build reads it. */
function builtEdges({ build }: MergedBuild): Edges {
  const seen = new Set<string>();
  return new Map(
    build.steps.map(({ id = "", waitFor = [] }) => {
      const waits = waitFor.filter((on) => on !== "-");
      expect(waits.every((on) => seen.has(on))).toBe(true);
      expect(waitFor.length).toBeGreaterThan(0);
      seen.add(id);
      return [id, new Set(waits)] as const;
    }),
  );
}

function imageEdges({ steps }: MergedBuild): readonly (readonly [id: string, on: string])[] {
  return steps.flatMap(({ id, waits }) =>
    waits.flatMap(({ on, because }) => (because.kind === "image" ? [[id, on] as const] : [])),
  );
}

/** Counts what was looked at; throws at the first violation. */
function holds(components: readonly ComponentBuild[]): string {
  const { merged, findings } = mergeBuilds(components, source);
  if (merged === undefined) return findings.find(({ severity }) => severity === "error")?.code ?? "none";
  const wanted = wantedEdges(components);
  const before = closure(wanted);
  const added = imageEdges(merged);
  for (const [id, on] of added) {
    expect(before.get(id)?.has(on)).toBe(false); // an edge that the order has already is none of the images'
    wanted.get(id)?.add(on);
  }
  for (const { step, waits } of merged.steps) {
    for (const { on, because } of waits) {
      if (because.kind !== "image") continue;
      const other = merged.steps.find(({ id }) => id === on)?.step;
      const [name = ""] = (because.image.split("/").at(-1) ?? "").split(":");
      for (const user of [step, other]) expect(JSON.stringify(user)).toContain(name);
    }
  }
  const edges = builtEdges(merged);
  const after = closure(edges);
  expect(after).toEqual(closure(wanted));
  for (const waits of edges.values()) {
    for (const on of waits) expect([...waits].some((other) => after.get(other)?.has(on))).toBe(false);
  }
  return added.length > 0 ? "merged, with images" : "merged";
}

test.skipIf(!hasCorpus)(
  "every step of 3,000 random merges of real builds has the ancestors that its config and needs give it",
  () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(randomGroup(realBuilds()), (group) => {
        const outcome = holds(group);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 3000 },
    );
    console.log(Object.fromEntries([...outcomes].sort()));
    expect((outcomes.get("merged") ?? 0) + (outcomes.get("merged, with images") ?? 0)).toBeGreaterThan(1500);
  },
  300_000,
);

test.skipIf(!hasCorpus)("the order in which components are given makes no difference", () => {
  const groups = randomGroup(realBuilds()).chain((group) =>
    fc.record({
      group: fc.constant(group),
      other: fc.shuffledSubarray([...group], { minLength: group.length, maxLength: group.length }),
    }),
  );
  fc.assert(
    fc.property(groups, ({ group, other }) => {
      expect(mergeBuilds(other, source)).toEqual(mergeBuilds(group, source));
    }),
    { numRuns: 300 },
  );
});

test.skipIf(!hasCorpus)("of one real build all stays as it is but for ids and waitFor", () => {
  for (const file of realBuilds()) {
    const component = { name: "only", file, component: { config: file.file } };
    const { merged, findings } = mergeBuilds([component], source);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const { build } = file;
    const names = stepNames(build.steps).map((name) => `only:${name}`);
    expect({
      ...merged?.build,
      steps: merged?.build.steps.map(({ id, waitFor, ...step }) => step),
    }).toEqual({ ...build, steps: build.steps.map(({ id, waitFor, ...step }) => step) });
    expect(merged?.build.steps.map(({ id }) => id)).toEqual(names);
    expect(closure(merged === undefined ? new Map() : builtEdges(merged))).toEqual(
      closure(wantedEdges([component])),
    );
  }
});
