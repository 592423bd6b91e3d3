// Random groups of real configs with random needs, as the metamorphic test and the test with Google's proto take them.
import fc from "fast-check";
import type { Need } from "../../../cloudbuild/config/builds.ts";
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";
import type { ComponentBuild } from "../../../cloudbuild/merge/merged-build.ts";
import { stepNames } from "../../../cloudbuild/merge/step-names.ts";

const names = ["app", "base", "core", "data", "edge", "front"];

/** 2 to 6 builds. Needs lead to components before in a random order, but for one group in eight, where any may be. */
export function randomGroup(builds: readonly BuildFile[]): fc.Arbitrary<readonly ComponentBuild[]> {
  return fc
    .record({
      files: fc.array(fc.constantFrom(...builds), { minLength: 2, maxLength: 6 }),
      order: fc.shuffledSubarray(names, { minLength: names.length, maxLength: names.length }),
      any: fc.integer({ min: 0, max: 7 }).map((of) => of === 0),
      seeds: fc.array(
        fc.record({ from: fc.nat(), to: fc.nat(), step: fc.nat(), on: fc.nat(), kind: fc.nat({ max: 3 }) }),
        { maxLength: 8 },
      ),
    })
    .map(({ files, order, any, seeds }) => {
      const needs = new Map<number, Need[]>();
      for (const seed of seeds) {
        const from = seed.from % files.length;
        const to = any ? seed.to % files.length : from === 0 ? -1 : seed.to % from;
        const [needing, needed] = [files[from], files[to]];
        if (needing === undefined || needed === undefined || from === to) continue;
        const [steps, others] = [stepNames(needing.build.steps), stepNames(needed.build.steps)];
        const on = `${order[to]}${seed.kind >= 2 ? `:${others[seed.on % others.length]}` : ""}`;
        const step = seed.kind % 2 === 1 ? { step: steps[seed.step % steps.length] ?? "" } : {};
        needs.set(from, [...(needs.get(from) ?? []), { ...step, on: [on] }]);
      }
      return files.map((file, index) => ({
        name: order[index] ?? "",
        file,
        component: { config: file.file, needs: needs.get(index) ?? [] },
      }));
    });
}
