// The pipelines that the benchmark runs, of the size that is asked for, as IR.
import { compile } from "../../../pipeline/compiler/compile.ts";
import { parallelFor, pipeline } from "../../../pipeline/index.ts";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { nap, step } from "./step.ts";

/** Each task takes what the one before it gave; all take what the first gave; a loop over as many items. */
export const runShapes = ["chain", "fan", "loop"] as const;

export type RunShape = (typeof runShapes)[number];

/** Of tasks in TypeScript, each of which gives back a text. */
export function shapeOf(shape: RunShape, size: number): PipelineSpec {
  return compile(pipelineOf(shape, size)).pipeline;
}

function pipelineOf(shape: RunShape, size: number) {
  switch (shape) {
    case "chain":
      return pipeline({ name: "chain", inputs: {} }, () => {
        let last = step({ text: "x", number: 0 });
        for (let count = 1; count < size; count++) last = step({ text: last.outputs.result, number: count });
      });
    case "fan":
      return pipeline({ name: "fan", inputs: {} }, () => {
        const first = step({ text: "x", number: 0 });
        for (let count = 1; count < size; count++) step({ text: first.outputs.result, number: count });
      });
    case "loop":
      return pipeline({ name: "loop", inputs: {} }, () => {
        parallelFor({ items: numbers(size) }, (item) => {
          step({ text: "x", number: item });
        });
      });
    default:
      return shape satisfies never;
  }
}

/** Programs that sleep, in a loop without a limit. */
export function naps(count: number, seconds: number): PipelineSpec {
  const sleeping = pipeline({ name: "naps", inputs: {} }, () => {
    parallelFor({ items: numbers(count) }, () => {
      nap({ seconds: String(seconds) }).caching(false);
    });
  });
  return compile(sleeping).pipeline;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
