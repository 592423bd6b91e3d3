// Views of a value that need no task: a field of a struct, the same artifact under another type.
import { valueType } from "./definition.ts";
import { fieldType } from "./infer-type.ts";
import { type Ref, refTo, sourceOf } from "./handle.ts";
import type { Json } from "../ir/pipeline-spec.ts";
import type { Artifact, Carries, ParameterType, PlainType, TaskFinalStatus } from "./value-types.ts";

/** Text, lists and artifacts have properties in JavaScript, but no fields. */
type FieldOf<T> = [T] extends [readonly unknown[] | string | number | boolean | Artifact]
  ? never
  : keyof T & string;

/** A field of a struct: `field(item, "rank")`. */
export function field<T, K extends FieldOf<T>>(ref: Ref<T>, name: K): Ref<T[K]> {
  const of = sourceOf(ref);
  return refTo({ kind: "field", of, name, type: fieldType(of.type, name) });
}

/** Takes the author's word for it that the value is of this type: `cast(artifact, Model)`, `cast(item, int())`. */
export function cast<T extends Artifact | readonly Artifact[]>(
  ref: Ref<Artifact | readonly Artifact[]>,
  type: PlainType & Carries<T>,
): Ref<T>;
export function cast<T>(ref: Ref<Json | TaskFinalStatus>, type: ParameterType<T>): Ref<T>;
export function cast(ref: Ref<unknown>, type: PlainType): Ref<unknown> {
  return refTo({ kind: "cast", of: sourceOf(ref), type: valueType(type) });
}
