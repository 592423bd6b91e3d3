// What a task or a group can wait for: tasks, groups, and whatever makes a handle's value.
import { UserError } from "../ir/user-error.ts";
import type { Upstream } from "./graph.ts";
import { isRef, sourceOf } from "./handle.ts";

export type RecordedNode = Extract<Upstream, { kind: "task" }>;

/** The node of a task or a group, which nobody but this folder needs to see. */
export const node: unique symbol = Symbol.for("pollux.node");

/** `where` names what waits. */
export function upstreamOf(where: string, upstream: unknown): Upstream {
  if (isRef(upstream)) return { kind: "source", source: sourceOf(upstream) };
  if (isRecorded(upstream)) return upstream[node];
  throw new UserError(
    "NOT_A_TASK",
    `${where}: after() is given something else than a task, a group or a handle. Give tasks, groups or handles.`,
  );
}

function isRecorded(value: unknown): value is { readonly [node]: RecordedNode } {
  return (typeof value === "object" || typeof value === "function") && value !== null && node in value;
}
