// Runs a body once for each item of a list.
import type { Json } from "../ir/pipeline-spec.ts";
import { type Group, type GroupOptions, groupSettings } from "./group.ts";
import { groupOutputs } from "./group-outputs.ts";
import { itemType, listOf, typeOfConstants } from "./infer-type.ts";
import type { LoopItems, LoopNode, ValueType } from "./graph.ts";
import { isRef, type Ref, refTo, sourceOf } from "./handle.ts";
import { copyJson } from "./json.ts";
import { addNode, currentRecording, nextId, nextNumber, recordBody } from "./scope.ts";
import type { Artifact, Returned, Simplify } from "./value-types.ts";

export interface Loop<T> extends GroupOptions {
  /** Constants, a list parameter, or a list that a task makes: of values or of artifacts. */
  readonly items: Ref<readonly T[]> | readonly (T & Json)[];
  /** How many items at once; absent: as many as the platform allows. */
  readonly parallelism?: number;
  /** What the items go by in the IR; default as kfp's SDK names them. */
  readonly itemName?: string;
}

/** Lists of what the bodies returned, in the order of the items; lists of artifacts become one flat list. */
export type Collected<R extends Returned> = R extends { readonly [name: string]: Ref<unknown> }
  ? Simplify<{
      readonly [K in keyof R]: R[K] extends Ref<infer V>
        ? Ref<V extends readonly Artifact[] ? V : readonly V[]>
        : never;
    }>
  : Group;

/**
 * Runs the body once per item; what the body returns comes back collected into lists (KFP's Collected).
 *
 *     const sweep = parallelFor({ items: [4, 16], parallelism: 2 }, (rank) => ({
 *       model: train({ dataset, rank }).outputs.model,
 *     }));
 *     compare({ models: sweep.model });
 */
export function parallelFor<T, R extends Returned>(loop: Loop<T>, body: (item: Ref<T>) => R): Collected<R> {
  const recording = currentRecording("parallelFor");
  const pipeline = recording.pipeline;
  const id = nextId(recording);
  const items = loopItems(loop.items, () => nextNumber(recording));
  const number = nextNumber(recording);
  const item = refTo<T>({ kind: "item", pipeline, node: id, type: typeOfItem(items) });
  const { parallelism, itemName } = loop;
  const name = loop.name ?? `for-loop-${number}`;
  const settings = groupSettings(`${pipeline.name}/${name}`, loop);
  const recorded = recordBody(name, () => body(item));
  const options = {
    ...(parallelism !== undefined && { parallelism }),
    ...(itemName !== undefined && { itemName }),
  };
  addNode(recording, (): LoopNode => ({
    kind: "loop",
    id,
    number,
    items,
    ...options,
    settings,
    body: recorded.build(),
  }));
  return groupOutputs(recording, id, name, recorded.result, listOf) as Collected<R>; // lists of its types
}

/** Constants take a number of their own, as in kfp's SDK. */
function loopItems(items: Ref<readonly unknown[]> | readonly Json[], takeNumber: () => number): LoopItems {
  if (isRef(items)) return { kind: "source", source: sourceOf(items) };
  return { kind: "constant", number: takeNumber(), values: items.map(copyJson) };
}

function typeOfItem(items: LoopItems): ValueType {
  return items.kind === "constant" ? typeOfConstants(items.values) : itemType(items.source.type);
}
