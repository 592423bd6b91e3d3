// What TypeScript knows of a handle in the printed code: where that is not enough, the code must say more.
import type { ParameterValueType, Source, ValueType } from "../../dsl/graph.ts";
import { listOf, typeOfConstants } from "../../dsl/infer-type.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import type { Scope } from "./scope.ts";

/** `json` is any value of which nothing is known; `never` goes everywhere. */
export type Static = ValueType | "json" | "never";

export function staticType(scope: Scope, source: Source): Static {
  switch (source.kind) {
    case "input": {
      const { inputs } = scope.graph;
      return Object.hasOwn(inputs, source.name) ? (inputs[source.name]?.type ?? "json") : "json";
    }
    case "output":
      return remember(scope, `output ${source.node} ${source.output}`, () =>
        outputType(scope, source.node, source.output),
      );
    case "item":
      return remember(scope, `item ${source.node}`, () => typeOfItem(scope, source.node));
    case "field":
      return typeOfField(staticType(scope, source.of), source.name);
    case "status":
      return { kind: "parameter", type: "TASK_FINAL_STATUS" };
    case "cast":
      return source.type;
    default:
      return source satisfies never;
  }
}

/** The values that the handle can have, where only these are allowed. */
export function staticLiterals(scope: Scope, source: Source): readonly Json[] | undefined {
  if (source.kind !== "input" || !Object.hasOwn(scope.graph.inputs, source.name)) return undefined;
  return scope.graph.inputs[source.name]?.literals;
}

/** Whether the field can be taken without a cast. */
export function hasField(of: Static, name: string): boolean {
  if (typeof of === "string" || of.kind !== "parameter" || of.type !== "STRUCT") return false;
  return of.fields === undefined || Object.hasOwn(of.fields, name);
}

/** Whether the items all look the same, so that TypeScript finds a type for them. */
export function isUniform(values: readonly Json[]): boolean {
  return values.length > 0 && isKnown(typeOfConstants(values)) && new Set(values.map(shape)).size === 1;
}

export function isAssignable(from: Static, to: ValueType): boolean {
  if (from === "never") return true;
  if (from === "json") return false;
  if (from.kind === "parameter" && to.kind === "parameter") return isParameterAssignable(from, to);
  if (from.kind === "parameter" || to.kind === "parameter" || from.kind !== to.kind) return false;
  return from.schemaTitle === to.schemaTitle || to.schemaTitle === "system.Artifact";
}

/** What TypeScript calls it, for types that can be compared. */
export function primitiveOf(type: Static): "string" | "number" | "boolean" | undefined {
  if (type === "json" || type === "never" || type.kind !== "parameter") return undefined;
  if (type.type === "STRING") return "string";
  if (type.type === "BOOLEAN") return "boolean";
  return type.type === "NUMBER_INTEGER" || type.type === "NUMBER_DOUBLE" ? "number" : undefined;
}

function remember(scope: Scope, key: string, find: () => Static): Static {
  const known = scope.types.get(key);
  if (known !== undefined) return known;
  const found = find();
  scope.types.set(key, found);
  return found;
}

function outputType(scope: Scope, id: number, output: string): Static {
  const node = scope.nodes.get(id);
  if (node === undefined) return "json";
  if (node.kind === "task") {
    const { outputs } = node.component;
    const type = Object.hasOwn(outputs, output) ? outputs[output]?.type : undefined;
    if (type === undefined) return "json";
    return node.settings.iterator === undefined ? type : listOf(type);
  }
  const body = node.kind === "branches" ? node.branches[0]?.body : node.body;
  const returned =
    body !== undefined && Object.hasOwn(body.returned, output) ? body.returned[output] : undefined;
  if (returned === undefined) return "json";
  const type = staticType(scope, returned);
  if (node.kind !== "loop" || type === "never") return type;
  return type === "json" ? { kind: "parameter", type: "LIST" } : listOf(type);
}

function typeOfItem(scope: Scope, id: number): Static {
  const node = scope.nodes.get(id);
  if (node?.kind !== "loop") return "json";
  if (node.items.kind === "constant") {
    return isUniform(node.items.values) ? typeOfConstants(node.items.values) : "json";
  }
  const type = staticType(scope, node.items.source);
  if (type === "never" || type === "json") return "never";
  if (type.kind === "artifactList") return { ...type, kind: "artifact" };
  if (type.kind === "artifact" || type.type !== "LIST") return "never";
  return type.item ?? "json";
}

function typeOfField(of: Static, name: string): Static {
  if (typeof of === "string" || of.kind !== "parameter") return "json";
  const { fields = {} } = of;
  return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? "json";
}

function isParameterAssignable(from: ParameterValueType, to: ParameterValueType): boolean {
  const isNumber = ({ type }: ParameterValueType) => type === "NUMBER_INTEGER" || type === "NUMBER_DOUBLE";
  if (isNumber(from) && isNumber(to)) return true;
  if (from.type !== to.type) return false;
  if (to.item) return from.item !== undefined && isParameterAssignable(from.item, to.item);
  if (to.fields === undefined) return true;
  return Object.entries(to.fields).every(([name, type]) => {
    const field = Object.hasOwn(from.fields ?? {}, name) ? from.fields?.[name] : undefined;
    return field !== undefined && isParameterAssignable(field, type);
  });
}

function isKnown(type: ParameterValueType): boolean {
  if (type.unknown) return false;
  return (type.item === undefined || isKnown(type.item)) && Object.values(type.fields ?? {}).every(isKnown);
}

/** Of objects the names of their fields, all the way down. */
function shape(value: Json): string {
  if (typeof value !== "object" || value === null) return typeof value;
  if (Array.isArray(value)) return `[${[...new Set(value.map(shape))].sort().join()}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${shape(field)}`).join()}}`;
}
