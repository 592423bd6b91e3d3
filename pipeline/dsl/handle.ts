// A handle stands for a value that exists only while the pipeline runs; passing it on makes a dependency.
import type { Source } from "./graph.ts";

const handle: unique symbol = Symbol.for("pollux.handle");

/** A handle to a value of type `T`: an output of a task, an input of the pipeline, an item of a loop. */
export interface Ref<out T> {
  readonly [handle]: T;
}

/** `T` is what the source gives, which only the caller can know. */
export function refTo<T>(source: Source): Ref<T> {
  // In types the handle holds the value it stands for, at runtime where that value comes from.
  return Object.freeze({ [handle]: source }) as unknown as Ref<T>;
}

export function isRef(value: unknown): value is Ref<unknown> {
  return typeof value === "object" && value !== null && handle in value;
}

export function sourceOf(ref: Ref<unknown>): Source {
  return ref[handle] as Source; // the other side of `refTo`
}
