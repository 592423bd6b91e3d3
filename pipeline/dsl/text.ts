// Text with handles in it, which is put together when the task starts.
import type { Json } from "../ir/pipeline-spec.ts";
import type { Composite } from "./graph.ts";
import { isRef, type Ref, sourceOf } from "./handle.ts";
import { repeatedField } from "./repeated-field.ts";
import { copyJson, isPlainObject } from "./json.ts";

const textParts: unique symbol = Symbol.for("pollux.text");

type TextPart = string | Ref<Json>;

export interface Text {
  readonly [textParts]: readonly TextPart[];
}

/**
 * Text for an input of a task, in which handles stand for what they give.
 *
 *     train({ dataset, name: text`gemma-${inputs.rank}-${inputs.run}` });
 */
export function text(strings: TemplateStringsArray, ...values: readonly Ref<Json>[]): Text {
  const parts = strings.flatMap((part, index): readonly TextPart[] => {
    const value = values[index];
    return [...(part === "" ? [] : [part]), ...(value === undefined ? [] : [value])];
  });
  return Object.freeze({ [textParts]: parts });
}

export function isText(value: unknown): value is Text {
  return typeof value === "object" && value !== null && textParts in value;
}

/** Whether a handle or a text with handles stands somewhere in what was given. */
export function holdsHandles(value: unknown): boolean {
  if (isRef(value) || isText(value) || repeatedField(value).repeated !== undefined) return true;
  if (Array.isArray(value)) return value.some(holdsHandles);
  return isPlainObject(value) && Object.values(value).some(holdsHandles);
}

export function compositeOf(value: unknown): Composite {
  if (isRef(value)) return { kind: "text", parts: [sourceOf(value)] };
  if (isText(value)) {
    return {
      kind: "text",
      parts: value[textParts].map((part) => (typeof part === "string" ? part : sourceOf(part))),
    };
  }
  if (!holdsHandles(value)) return { kind: "json", value: copyJson(value as Json) }; // what is none the compiler reports
  if (Array.isArray(value)) return { kind: "list", items: value.map(compositeOf) };
  const fields = Object.entries(value as object).map(([name, field]) => [name, compositeOf(field)] as const);
  return { kind: "struct", fields: Object.fromEntries(fields), ...repeatedField(value) };
}
