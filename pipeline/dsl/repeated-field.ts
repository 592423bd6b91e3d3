// An input that a platform's config holds twice: kfp-kubernetes writes handles to volume claims in a field of their
// own, and for older backends the fields of the same message beside it.
import type { CompositeStruct } from "./graph.ts";

const repeated: unique symbol = Symbol.for("pollux.repeatedField");

/** The struct whose field `name` is a handle, which stands beside the others once more. */
export function repeatField<S extends object>(struct: S, name: keyof S & string): S {
  return { ...struct, [repeated]: name };
}

export function repeatedField(value: unknown): Pick<CompositeStruct, "repeated"> {
  if (typeof value !== "object" || value === null || !(repeated in value)) return {};
  return { repeated: value[repeated] as string }; // `repeatField` alone sets it
}
