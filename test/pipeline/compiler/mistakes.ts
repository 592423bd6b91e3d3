// Components for pipelines with a mistake in them, and what the compiler says of it.
import { compile } from "../../../pipeline/compiler/compile.ts";
import { CompileError, type Problem } from "../../../pipeline/compiler/problem.ts";
import type { AnyComponent } from "../../../pipeline/dsl/component-types.ts";
import {
  component,
  Dataset,
  double,
  int,
  list,
  Model,
  optional,
  pipeline,
  type Ref,
  string,
  struct,
  taskFinalStatus,
} from "../../../pipeline/index.ts";

export const container = () => ({ image: "example.com/step:1" });
export const make = component({
  name: "make",
  inputs: { seed: string() },
  outputs: { text: string(), count: int() },
  container,
});
export const use = component({ name: "use", inputs: { text: string() }, container });
export const may = component({ name: "may", inputs: { text: optional(string()) }, container });
export const report = component({ name: "report", inputs: { status: taskFinalStatus() }, container });
export const rate = component({ name: "rate", inputs: {}, outputs: { rate: double() }, container });
export const whole = component({ name: "whole", inputs: { number: int() }, container });
export const train = component({
  name: "train",
  inputs: { data: Dataset },
  outputs: { model: Model },
  container,
});
export const settle = component({
  name: "settle",
  inputs: {},
  outputs: { settings: struct({ rank: int() }) },
  container,
});

export function problemsOf(wrong: AnyComponent): readonly Problem[] {
  try {
    compile(wrong);
  } catch (error) {
    if (error instanceof CompileError) return error.problems;
    throw error;
  }
  return [];
}

/** A pipeline of one body, for the mistake in it. */
export function mistake(
  body: (inputs: { readonly seed: Ref<string>; readonly numbers: Ref<readonly number[]> }) => void,
) {
  return pipeline({ name: "p", inputs: { seed: string(), numbers: list(int()) } }, body);
}
