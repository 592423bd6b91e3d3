// One output of a pipeline that one of several tasks gives, whichever of them runs.
import type { OneOfSource } from "./graph.ts";
import { type Ref, sourceOf } from "./handle.ts";

const oneOfSource: unique symbol = Symbol.for("pollux.oneOf");

/** Can only be returned by a pipeline's body. */
export interface OneOf<out T> {
  readonly [oneOfSource]: T;
}

/**
 * The first of the values that is there when the pipeline ends. `when().otherwise()` gives the same with a type that
 * tells whether one is always there; this is for tasks that decide by conditions of their own.
 */
export function oneOf<T>(first: Ref<T>, ...others: readonly Ref<T>[]): OneOf<T> {
  const of = [first, ...others].map(sourceOf);
  const source: OneOfSource = { kind: "oneOf", of, type: sourceOf(first).type };
  // In types it holds the value, at runtime where that comes from; as with handles.
  return Object.freeze({ [oneOfSource]: source }) as unknown as OneOf<T>;
}

/** `undefined`: the value is something else. */
export function oneOfSourceOf(value: unknown): OneOfSource | undefined {
  if (typeof value !== "object" || value === null || !(oneOfSource in value)) return undefined;
  return value[oneOfSource] as OneOfSource; // the other side of `oneOf`
}
