// Makes handles fit where they go: where `tsc` would not take one, a cast says that the file wires it so.
import type { ParameterValueType, Source, ValueType } from "../dsl/graph.ts";

export function fitted(source: Source, wanted: ValueType): Source {
  if (source.kind === "status" && isStatus(wanted)) return source;
  const known = withKnownFields(source, wanted);
  return fits(known.type, wanted) ? known : { kind: "cast", of: known, type: wanted };
}

/** In files of schema 2.0.0 it goes into texts. */
function isStatus(wanted: ValueType): boolean {
  return wanted.kind === "parameter" && (wanted.type === "TASK_FINAL_STATUS" || wanted.unknown === true);
}

/** A field can only be taken out of a struct that has it. */
function withKnownFields(source: Source, wanted: ValueType): Source {
  if (source.kind !== "field" || wanted.kind !== "parameter") return source;
  const { of, name } = source;
  const fields = of.type.kind === "parameter" ? (of.type.fields ?? {}) : {};
  if (Object.hasOwn(fields, name)) return { ...source, of: withKnownFields(of, of.type) };
  const struct: ParameterValueType = { kind: "parameter", type: "STRUCT", fields: { [name]: wanted } };
  const inner = withKnownFields(of, struct);
  return { kind: "field", of: { kind: "cast", of: inner, type: struct }, name, type: wanted };
}

/** As `tsc` and the compiler see it: whole numbers are numbers; what only the run can tell fits nowhere else. */
function fits(from: ValueType, to: ValueType): boolean {
  if (from.kind === "parameter" && to.kind === "parameter") return parameterFits(from, to);
  if (from.kind === "parameter" || to.kind === "parameter" || from.kind !== to.kind) return false;
  return from.schemaTitle === to.schemaTitle || to.schemaTitle === "system.Artifact";
}

function parameterFits(from: ParameterValueType, to: ParameterValueType): boolean {
  if (to.unknown) return from.unknown === true || from.type === "STRING";
  if (from.unknown) return false;
  if (from.type !== to.type && !(from.type === "NUMBER_INTEGER" && to.type === "NUMBER_DOUBLE")) return false;
  if (to.item !== undefined) return from.item !== undefined && parameterFits(from.item, to.item);
  return Object.entries(to.fields ?? {}).every(([name, type]) => {
    const field = Object.hasOwn(from.fields ?? {}, name) ? from.fields?.[name] : undefined;
    return field !== undefined && parameterFits(field, type);
  });
}
