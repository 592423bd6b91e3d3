// JSON with handles in it, and the text that comes to stand for them.
import type { Json } from "../ir/pipeline-spec.ts";
import type { Composite, Source } from "./graph.ts";
import { mapEntries } from "./map-entries.ts";

/** Puts placeholders where handles are. */
export function fillComposite(value: Composite, placeholderOf: (source: Source) => string): Json {
  switch (value.kind) {
    case "json":
      return value.value;
    case "text":
      return value.parts.map((part) => (typeof part === "string" ? part : placeholderOf(part))).join("");
    case "list":
      return value.items.map((item) => fillComposite(item, placeholderOf));
    case "struct":
      return mapEntries(value.fields, (field) => fillComposite(field, placeholderOf));
    default:
      return value satisfies never;
  }
}
