// Says in words why a value does not fit a type.
import type { Composite, ParameterValueType, ValueType } from "../dsl/graph.ts";
import { isJson } from "../dsl/json.ts";
import { isObject } from "../ir/json-object.ts";
import type { Json, ParameterTypeName } from "../ir/pipeline-spec.ts";

/** `is 1.5, which is no NUMBER_INTEGER`; `undefined` where the value fits. */
export function mismatch(value: Json, type: ParameterValueType): string | undefined {
  return fits(value, type) ? undefined : `is ${shown(value)}, which is no ${shownType(type)}`;
}

/** What a value with handles in it is, whatever they stand for. */
export function typeOfComposite({ kind }: Composite): ParameterTypeName | undefined {
  return ({ json: undefined, text: "STRING", list: "LIST", struct: "STRUCT" } as const)[kind];
}

/** `is "slow", which is none of "fast", "exact"` */
export function outOfLiterals(value: Json, literals: readonly Json[] | undefined): string | undefined {
  if (literals === undefined || isPlaceholder(value)) return undefined;
  const text = JSON.stringify(value);
  if (literals.some((literal) => JSON.stringify(literal) === text)) return undefined;
  return `is ${shown(value)}, which is none of ${literals.map(shown).join(", ")}`;
}

/** What stands for a value that only the platform knows. */
function isPlaceholder(value: Json): boolean {
  return typeof value === "string" && value.includes("{{$");
}

function fits(value: Json, type: ParameterValueType): boolean {
  if (type.unknown) return true;
  switch (type.type) {
    case "STRING":
      return typeof value === "string";
    case "NUMBER_INTEGER":
      return Number.isSafeInteger(value);
    case "NUMBER_DOUBLE":
      return typeof value === "number";
    case "BOOLEAN":
      return typeof value === "boolean";
    case "LIST": {
      const { item } = type;
      return Array.isArray(value) && (item === undefined || value.every((part: Json) => fits(part, item)));
    }
    case "STRUCT":
      return isObject(value) && fitsFields(value, type.fields ?? {});
    case "TASK_FINAL_STATUS":
    case "TASK_CONFIG":
      return false;
    default:
      return type.type satisfies never;
  }
}

function fitsFields(
  value: { readonly [name: string]: Json },
  fields: { readonly [name: string]: ParameterValueType },
): boolean {
  return Object.entries(fields).every(([name, type]) => {
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    return field !== undefined && fits(field, type);
  });
}

/** Whether a value of one type may go where the other is wanted: an integer is a double, any artifact an Artifact. */
export function isAssignable(from: ValueType, to: ValueType): boolean {
  if (from.kind === "parameter" && to.kind === "parameter") return isParameterAssignable(from, to);
  if (from.kind === "parameter" || to.kind === "parameter" || from.kind !== to.kind) return false;
  return from.schemaTitle === to.schemaTitle || to.schemaTitle === "system.Artifact";
}

function isParameterAssignable(from: ParameterValueType, to: ParameterValueType): boolean {
  if (from.unknown || to.unknown) return true;
  if (from.type === "NUMBER_INTEGER" && to.type === "NUMBER_DOUBLE") return true;
  if (from.type !== to.type) return false;
  if (from.item && to.item && !isParameterAssignable(from.item, to.item)) return false;
  return Object.entries(to.fields ?? {}).every(([name, type]) => {
    const field = Object.hasOwn(from.fields ?? {}, name) ? from.fields?.[name] : undefined;
    return from.fields === undefined || (field !== undefined && isParameterAssignable(field, type));
  });
}

/** `NUMBER_INTEGER`, `LIST of STRING`, `system.Model`, `LIST of system.Model` */
export function shownType(type: ValueType): string {
  if (type.kind === "artifact") return type.schemaTitle;
  if (type.kind === "artifactList") return `LIST of ${type.schemaTitle}`;
  if (type.item) return `${type.type} of ${shownType(type.item)}`;
  const fields = Object.entries(type.fields ?? {}).map(([name, field]) => `${name}: ${shownType(field)}`);
  return fields.length === 0 ? type.type : `${type.type} with ${fields.join(", ")}`;
}

/** Long values are cut. */
export function shown(value: unknown): string {
  if (!isJson(value)) return "no JSON";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
