// Handles in the metadata of an importer become its inputs, `metadata`, `metadata-2`, as in kfp's SDK.
import type { Json } from "../ir/pipeline-spec.ts";
import { fillComposite } from "./composite.ts";
import type { Composite, ParameterValueType, Source } from "./graph.ts";
import { type Ref, refTo } from "./handle.ts";
import { compositeOf } from "./text.ts";

export interface ImporterMetadata {
  /** With placeholders where handles were. */
  readonly metadata: { readonly [name: string]: Json };
  readonly given: ReadonlyMap<string, { readonly ref: Ref<unknown>; readonly type: ParameterValueType }>;
}

export function importerMetadata(metadata: object): ImporterMetadata {
  return nameHandles(compositeOf(metadata));
}

/** Of the same metadata as data. */
export function nameHandles(metadata: Composite): ImporterMetadata {
  // Two handles to one value are one input.
  const known = new Map<string, { readonly name: string; readonly source: Source }>();
  const placeholder = (source: Source): string => {
    const key = JSON.stringify(source);
    const name = known.get(key)?.name ?? (known.size === 0 ? "metadata" : `metadata-${known.size + 1}`);
    if (!known.has(key)) known.set(key, { name, source });
    return `{{$.inputs.parameters['${name}']}}`;
  };
  const filled = fillComposite(metadata, placeholder) as { readonly [name: string]: Json }; // as `metadata`
  const given = [...known.values()].map(({ name, source }) => {
    const type: ParameterValueType =
      source.type.kind === "parameter" ? source.type : { kind: "parameter", type: "STRING" };
    return [name, { ref: refTo<unknown>(source), type }] as const;
  });
  return { metadata: filled, given: new Map(given) };
}
