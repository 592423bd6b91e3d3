// What a plan says of random pipelines, against what the runner's schedule then does with them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../../pipeline/compiler/compile.ts";
import { makePlan } from "../../../../pipeline/vertex/plan/index.ts";
import { anyPipeline, statements } from "../../../properties/any-pipeline.ts";
import { earlierOf, pretendRun } from "./pretended-run.ts";

const before = { seed: "0", texts: ["a", "b"] };

const isNotify = (path: string) => /(^|\/)notify(-\d+)?$/.test(path);

describe.each([true, false])("a plan, where outputs of the earlier job are known: %s", (knowsOutputs) => {
  test("of a pipeline against itself: all of it is cached but what is told how the job ended", () => {
    fc.assert(
      fc.property(statements, (body) => {
        const spec = compile(anyPipeline(body)).pipeline;
        const run = pretendRun(spec, before, "before");
        const plan = makePlan({
          spec,
          parameters: before,
          against: earlierOf(spec, before, run, knowsOutputs),
        });
        const expected = [...run]
          .filter(([, { isLeaf }]) => isLeaf)
          .map(([path, { state }]) => [
            path,
            state === "SKIPPED" ? "skipped" : isNotify(path) ? "runs" : "cached",
          ]);
        // Of a loop that is skipped the runner names no iterations.
        const planned = plan.tasks.filter(
          ({ path, verdict }) => !(verdict === "skipped" && path.includes("[*]")),
        );
        expect(Object.fromEntries(planned.map(({ path, verdict }) => [path, verdict]))).toEqual(
          Object.fromEntries(expected),
        );
      }),
      { numRuns: 150 },
    );
  });

  test("of one with another parameter: what is said for certain comes true", () => {
    let certain = 0;
    fc.assert(
      fc.property(statements, fc.constantFrom({ seed: "1" }, { texts: ["b", "c", "0"] }), (body, changed) => {
        const spec = compile(anyPipeline(body)).pipeline;
        const first = pretendRun(spec, before, "before");
        const parameters = { ...before, ...changed };
        const second = pretendRun(spec, parameters, "after");
        const kept = new Set(
          [...first.values()].filter(({ state }) => state === "SUCCEEDED").map(({ key }) => key),
        );
        const plan = makePlan({ spec, parameters, against: earlierOf(spec, before, first, knowsOutputs) });
        for (const { path, verdict } of plan.tasks) {
          if (verdict === "open") continue;
          certain += 1;
          const came = second.get(path);
          const fate =
            came === undefined || came.state === "SKIPPED"
              ? "skipped"
              : kept.has(came.key)
                ? "cached"
                : "runs";
          expect([path, verdict]).toEqual([path, fate]);
        }
      }),
      { numRuns: 150 },
    );
    expect(certain).toBeGreaterThan(100);
  });
});
