// What leaves a group: handles under the names that its body returned.
import { type Ref, refTo, sourceOf } from "./handle.ts";
import type { Recording } from "./scope.ts";
import type { Returned } from "./value-types.ts";

/** Handles to the group's outputs, with the types of the body's handles. */
export function groupOutputs<R extends Returned>(recording: Recording, node: number, result: R): R {
  if (result === undefined) return result;
  const handles = Object.entries(result as { readonly [name: string]: Ref<unknown> }).map(([output, ref]) => {
    const { type } = sourceOf(ref);
    return [output, refTo({ kind: "output", pipeline: recording.pipeline, node, output, type })] as const;
  });
  return Object.fromEntries(handles) as R; // the same names and types as in `result`
}
