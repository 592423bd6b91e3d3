// What leaves a group: handles under the names that its body returned.
import type { ValueType } from "./graph.ts";
import { type Group, groupOf } from "./group.ts";
import { type Ref, refTo, sourceOf } from "./handle.ts";
import type { Recording } from "./scope.ts";
import type { Given, Returned } from "./value-types.ts";

/** Handles to the group's outputs; where its body returned none, the group itself, to wait for. */
export function groupOutputs<R extends Returned>(
  recording: Recording,
  node: number,
  name: string,
  result: R,
  typeOf: (type: ValueType) => ValueType = (type) => type,
): Given<R> {
  const { pipeline } = recording;
  const handles = Object.entries((result ?? {}) as { readonly [name: string]: Ref<unknown> }).map(
    ([output, ref]) => {
      const type = typeOf(sourceOf(ref).type);
      return [output, refTo({ kind: "output", pipeline, node, output, type })] as const;
    },
  );
  const group: Group = groupOf(pipeline, node, name);
  // Names and types are those of `result`; the group behind them is for those that only wait.
  return Object.freeze({ ...Object.fromEntries(handles), ...group }) as unknown as Given<R>;
}
