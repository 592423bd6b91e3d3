// Components and pipelines that the tests beside this are made of.
import { compile } from "../../pipeline/compiler/compile.ts";
import { CompileError } from "../../pipeline/compiler/problem.ts";
import type { AnyComponent } from "../../pipeline/dsl/component-types.ts";
import {
  Artifact,
  artifactList,
  component,
  Dataset,
  equals,
  int,
  list,
  pipeline,
  type Ref,
  string,
  when,
} from "../../pipeline/index.ts";

export const container = () => ({ image: "example.com/step:1" });
export const make = component({
  name: "make",
  inputs: { seed: string() },
  outputs: { text: string(), data: Dataset, any: Artifact },
  container,
});
export const use = component({ name: "use", inputs: { text: string() }, container });
export const add = component({ name: "add", inputs: { datasets: artifactList(Dataset) }, container });

interface Inputs {
  readonly seed: Ref<string>;
  readonly numbers: Ref<readonly number[]>;
}

export function given<R extends void | { readonly [name: string]: Ref<unknown> }>(
  body: (inputs: Inputs) => R,
) {
  return pipeline({ name: "p", inputs: { seed: string(), numbers: list(int()) } }, body);
}

export function problemsOf(wrong: AnyComponent): readonly string[] {
  try {
    compile(wrong);
  } catch (error) {
    if (error instanceof CompileError) return error.problems.map(({ code, where }) => `${code} ${where}`);
    throw error;
  }
  return [];
}

/** One text, whichever branch runs. */
export function chosen(seed: Ref<string>): { readonly text: Ref<string> } {
  return when(equals(seed, "x"), () => ({ text: make({ seed }).outputs.text })).otherwise(() => ({
    text: make({ seed }).outputs.text,
  }));
}
