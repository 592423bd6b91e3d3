// Types of values that nobody declared: items of constant lists, fields of structs.
import type { Json } from "../ir/pipeline-spec.ts";
import type { ParameterValueType, ValueType } from "./graph.ts";

/** Where only the run can tell; written as STRING, as kfp's SDK does. */
export const unknownType: ParameterValueType = Object.freeze({
  kind: "parameter",
  type: "STRING",
  unknown: true,
});

/** The one type that all the values have, or `unknownType`. */
export function typeOfConstants(values: readonly Json[]): ParameterValueType {
  const [first = unknownType, ...rest] = values.map(typeOfConstant);
  return rest.reduce(commonType, first);
}

/** What a loop over a value of this type gives to its body. */
export function itemType(list: ValueType): ValueType {
  switch (list.kind) {
    case "artifactList":
      return { ...list, kind: "artifact" };
    case "parameter":
      return list.item ?? unknownType;
    case "artifact":
      return list;
    default:
      return list satisfies never;
  }
}

/** What a loop collects from values of this type; artifacts always come as one flat list. */
export function listOf(type: ValueType): ValueType {
  if (type.kind === "parameter") return { kind: "parameter", type: "LIST", item: type };
  return { ...type, kind: "artifactList" };
}

export function fieldType(struct: ValueType, name: string): ParameterValueType {
  const fields = struct.kind === "parameter" ? (struct.fields ?? {}) : {};
  return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? unknownType;
}

function typeOfConstant(value: Json): ParameterValueType {
  if (typeof value === "string") return { kind: "parameter", type: "STRING" };
  if (typeof value === "boolean") return { kind: "parameter", type: "BOOLEAN" };
  if (typeof value === "number") {
    return { kind: "parameter", type: Number.isInteger(value) ? "NUMBER_INTEGER" : "NUMBER_DOUBLE" };
  }
  if (value === null) return unknownType;
  if (isList(value)) return { kind: "parameter", type: "LIST", item: typeOfConstants(value) };
  const fields = Object.entries(value).map(([name, field]) => [name, typeOfConstant(field)] as const);
  return { kind: "parameter", type: "STRUCT", fields: Object.fromEntries(fields) };
}

function commonType(a: ParameterValueType, b: ParameterValueType): ParameterValueType {
  if (a.type === "STRUCT" && b.type === "STRUCT") return commonStruct(a, b);
  if (a.type === "LIST" && b.type === "LIST") {
    return {
      kind: "parameter",
      type: "LIST",
      item: commonType(a.item ?? unknownType, b.item ?? unknownType),
    };
  }
  if (a.type === b.type && !a.unknown && !b.unknown) return a;
  const numbers: readonly string[] = ["NUMBER_INTEGER", "NUMBER_DOUBLE"];
  const bothNumbers = numbers.includes(a.type) && numbers.includes(b.type);
  return bothNumbers ? { kind: "parameter", type: "NUMBER_DOUBLE" } : unknownType;
}

/** Only fields that both have are there for sure. */
function commonStruct(a: ParameterValueType, b: ParameterValueType): ParameterValueType {
  const fields = Object.entries(a.fields ?? {}).flatMap(([name, type]) => {
    const other = Object.hasOwn(b.fields ?? {}, name) ? b.fields?.[name] : undefined;
    return other === undefined ? [] : [[name, commonType(type, other)] as const];
  });
  return { kind: "parameter", type: "STRUCT", fields: Object.fromEntries(fields) };
}

/** `Array.isArray` does not know readonly lists. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
