// A group: what can be said of it, and how others wait for it where its body gives nothing.
import type { Awaited } from "./component-types.ts";
import type { GroupSettings, PipelineIdentity } from "./graph.ts";
import { node, type RecordedNode, upstreamOf } from "./upstream.ts";

/** Something to give to `after`. */
export interface Group {
  readonly [node]: RecordedNode;
}

export interface GroupOptions {
  /** Of its task; default as kfp's SDK names it, `condition-1`, `for-loop-2`. */
  readonly name?: string;
  readonly displayName?: string;
  /** Waits for them, although no data flows from them. */
  readonly after?: readonly Awaited[];
}

export function groupOf(pipeline: PipelineIdentity, id: number, name: string): Group {
  return { [node]: { kind: "task", pipeline, node: id, name } };
}

export function groupSettings(where: string, { name, displayName, after = [] }: GroupOptions): GroupSettings {
  return {
    ...(name !== undefined && { name }),
    ...(displayName !== undefined && { displayName }),
    after: after.map((one) => upstreamOf(where, one)),
  };
}
