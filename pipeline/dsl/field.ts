// Views of a value that need no task: a field of a struct, the same artifact under another type.
import { fieldType } from "./infer-type.ts";
import { type Ref, refTo, sourceOf } from "./handle.ts";
import type { Artifact, ArtifactType } from "./value-types.ts";

/** A field of a struct: `field(item, "rank")`. */
export function field<T, K extends keyof T & string>(ref: Ref<T>, name: K): Ref<T[K]> {
  const of = sourceOf(ref);
  return refTo({ kind: "field", of, name, type: fieldType(of.type, name) });
}

/** Takes the author's word for it that the artifact is of this type: `cast(artifact, Model)`. */
export function cast<A extends Artifact>(ref: Ref<Artifact>, type: ArtifactType<A>): Ref<A> {
  const { kind, schemaTitle, schemaVersion } = type;
  return refTo({ kind: "cast", of: sourceOf(ref), type: { kind, schemaTitle, schemaVersion } });
}
