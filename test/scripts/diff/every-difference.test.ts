// Whatever is changed in a pipeline, and however little sense it makes, is told.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { irDifferences } from "../../../pipeline/ir/compare/same-pipeline.ts";
import { isObject } from "../../../pipeline/ir/json-object.ts";
import { readPipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";
import { describeChanges } from "../../../scripts/diff/describe-changes.ts";
import "../../property-seed.ts";

const folder = join(import.meta.dirname, "../../golden");
const files = ["branches", "exit-handler", "loop-over-values", "nested-pipelines", "scopes", "settings"].map(
  (name) => readPipelineFile(readFileSync(join(folder, `${name}.yaml`), "utf8"), name),
);

/** Everything at one place, chosen by `way`, is taken out, doubled or another text. */
function changedAt(value: Json, [step = 0, ...rest]: readonly number[], how: number): Json {
  if (!isObject(value)) {
    return Array.isArray(value) && how % 2 === 0 ? [...value, "more"] : `other ${JSON.stringify(value)}`;
  }
  const keys = Object.keys(value);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return { x: "new" };
  const { [key]: child = null, ...others } = value;
  if (step % 5 > 0) return { ...others, [key]: changedAt(child, rest, how) };
  return how % 2 === 0 ? others : { ...others, [`${key}-2`]: child };
}

test("every difference is told, whatever it is", () => {
  const choices = fc.record({
    file: fc.constantFrom(...files),
    ways: fc.array(fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
    how: fc.nat(3),
  });
  fc.assert(
    fc.property(choices, ({ file: a, ways, how }) => {
      const { root, components, deploymentSpec } = a.pipeline;
      const start = { root, components, deploymentSpec } as unknown as Json; // IR is JSON
      const parts = ways.reduce<Json>((value, way) => changedAt(value, way, how), start);
      const b = { pipeline: { ...a.pipeline, ...(parts as object) } }; // which may be broken in any way
      const changes = describeChanges(a, b);
      expect(changes.length > 0).toBe(irDifferences(a, b).length > 0);
      if (changes.some(({ kind }) => kind === "task-renamed")) return;
      const untold = irDifferences(a, b).filter(({ dag, task, path }) => {
        const where = [...dag, ...(task === undefined ? [] : [task])].join("/");
        const places = changes.flatMap((change) => [change, ...(change.includes ?? [])]);
        return !places.some(
          (change) =>
            change.where === where &&
            (change.path === path ||
              path.startsWith(`${change.path}/`) ||
              change.path.startsWith(`${path}/`) ||
              change.path === ""),
        );
      });
      expect(untold).toEqual([]);
      for (const { before, after, message } of changes) {
        expect(before).not.toEqual(after);
        expect(message).not.toBe("");
      }
    }),
    { numRuns: 300 },
  );
});
