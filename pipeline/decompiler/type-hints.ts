// What loops and fields say of the types of lists and structs, of which the IR says only that they are such.
import type { ParameterValueType } from "../dsl/graph.ts";
import type { ParameterTypeName } from "../ir/pipeline-spec.ts";

export interface TypeHint {
  /** Every type that the value was used as. */
  readonly types: Set<ParameterTypeName>;
  item?: TypeHint;
  readonly fields: Map<string, TypeHint>;
}

export function emptyHint(): TypeHint {
  return { types: new Set(), fields: new Map() };
}

export function itemHint(hint: TypeHint): TypeHint {
  hint.item ??= emptyHint();
  return hint.item;
}

export function fieldHint(hint: TypeHint, name: string): TypeHint {
  const field = hint.fields.get(name) ?? emptyHint();
  hint.fields.set(name, field);
  return field;
}

/** The declared type with what is known of its items and fields. */
export function hintedType(type: ParameterTypeName, hint: TypeHint | undefined): ParameterValueType {
  if (type === "LIST" && hint?.item) {
    const item = typeOfHint(hint.item);
    return { kind: "parameter", type, ...(item && { item }) };
  }
  if (type === "STRUCT" && hint && hint.fields.size > 0) {
    const fields = [...hint.fields].flatMap(([name, field]) => {
      const known = typeOfHint(field);
      return known ? [[name, known] as const] : [];
    });
    // A struct declares all its fields or none: one of an unknown type would have to be left out.
    return {
      kind: "parameter",
      type,
      ...(fields.length === hint.fields.size && { fields: Object.fromEntries(fields) }),
    };
  }
  return { kind: "parameter", type };
}

/** `undefined`: it was used or declared in several ways that no one type allows. */
function typeOfHint(hint: TypeHint): ParameterValueType | undefined {
  const implied = hint.fields.size > 0 ? "STRUCT" : hint.item ? "LIST" : undefined;
  const [only = implied, ...more] = hint.types;
  if (only === undefined || more.length > 0 || (implied ?? only) !== only) return undefined;
  return hintedType(only, hint);
}
