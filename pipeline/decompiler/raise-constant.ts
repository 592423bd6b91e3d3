// Finds in a constant the placeholders that stand for handles: kfp gives a task extra inputs for them.
import type { Composite, Source } from "../dsl/graph.ts";
import { mapEntries } from "../dsl/map-entries.ts";
import { isObject } from "../ir/json-object.ts";
import type { Json } from "../ir/pipeline-spec.ts";

/** Gives what an input that is there for placeholders stands for. */
export type ChannelSource = (input: string) => Source | undefined;

const placeholder = /\{\{\$\.inputs\.parameters\['([^']+)'\]\}\}/g;

/** `undefined`: there is no handle in it. */
export function raiseConstant(value: Json, sourceOf: ChannelSource): Composite | undefined {
  const raised = raise(value, sourceOf);
  return raised.kind === "json" ? undefined : raised;
}

function raise(value: Json, sourceOf: ChannelSource): Composite {
  if (typeof value === "string") return raiseText(value, sourceOf) ?? { kind: "json", value };
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => raise(item, sourceOf)); // a list is an array
    return items.some(holdsHandle) ? { kind: "list", items } : { kind: "json", value };
  }
  if (!isObject(value)) return { kind: "json", value };
  const fields = mapEntries(value, (field) => raise(field, sourceOf));
  return Object.values(fields).some(holdsHandle) ? { kind: "struct", fields } : { kind: "json", value };
}

/** A text with handles in it. */
export function raiseText(text: string, sourceOf: ChannelSource): (Composite & { kind: "text" }) | undefined {
  const parts: (string | Source)[] = [];
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    const source = sourceOf(match[1] ?? "");
    if (source === undefined) continue;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(source);
    end = match.index + match[0].length;
  }
  if (parts.length === 0) return undefined;
  if (end < text.length) parts.push(text.slice(end));
  return { kind: "text", parts };
}

function holdsHandle({ kind }: Composite): boolean {
  return kind !== "json";
}
