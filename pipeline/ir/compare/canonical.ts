// Turns a part of the IR into the one spelling that everything meaning the same has: what protobuf takes for the same
// message becomes the same JSON.
import { isObject, type JsonObject } from "../json-object.ts";
import type { Json } from "../pipeline-spec.ts";

/** What stands at a place of the IR, as far as it decides what is equal there. */
export type Shape =
  /** Data of the pipeline's author (a default, a constant, metadata): all of it counts, `""` and `{}` as well. */
  | { readonly kind: "data" }
  | { readonly kind: "scalar" }
  /** Stands in JSON as a number or as text. */
  | { readonly kind: "int64" }
  | { readonly kind: "duration" }
  | { readonly kind: "list"; readonly items: Shape }
  | { readonly kind: "map"; readonly values: Shape }
  | MessageShape;

export interface MessageShape {
  readonly kind: "message";
  readonly fields: { readonly [name: string]: Shape };
  /** Fields (of a oneof, or `optional`) that mean something although they hold what an absent field has. */
  readonly explicit: ReadonlySet<string>;
}

/** `value` without what means nothing. What does not have the shape stays as it is. */
export function canonical(value: Json, shape: Shape): Json {
  switch (shape.kind) {
    case "data":
    case "scalar":
      return value;
    case "int64":
      return canonicalInteger(value);
    case "duration":
      return typeof value === "string" && /^-?[\d.]+s$/.test(value)
        ? `${Number(value.slice(0, -1))}s`
        : value;
    case "list":
      return Array.isArray(value) ? value.map((item) => canonical(item, shape.items)) : value;
    case "map":
      return isObject(value) ? mapObject(value, (entry) => canonical(entry, shape.values)) : value;
    case "message":
      return isObject(value) ? canonicalMessage(value, shape) : value;
    default:
      return shape satisfies never;
  }
}

function canonicalMessage(message: JsonObject, { fields, explicit }: MessageShape): JsonObject {
  const entries = Object.entries(message).flatMap(([written, value]): readonly [string, Json][] => {
    const name = Object.hasOwn(fields, written) ? written : camelCase(written);
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) return [[written, value]];
    if (shape.kind === "data") return [[name, value]];
    const field = canonicalField(name, canonical(value, shape));
    const counts = explicit.has(name) ? value !== null : !isUnset(name, field);
    return counts ? [[name, field]] : [];
  });
  return Object.fromEntries(entries);
}

/** The fields whose text or order means less than it says. */
function canonicalField(name: string, value: Json): Json {
  if (!Array.isArray(value)) return value;
  if (name === "dependentTasks") return [...value].sort();
  return name === "command" || name === "args" ? value.map(readPlaceholder) : value;
}

/** `{"Concat": [...]}` and `{"IfPresent": {...}}` stand in a command as text, whose spacing is anyone's. */
function readPlaceholder(argument: Json): Json {
  if (typeof argument !== "string" || !/^\s*\{"(Concat|IfPresent)"/.test(argument)) return argument;
  try {
    return JSON.parse(argument);
  } catch {
    return argument;
  }
}

/** What a field holds that was never set; of an enum, the name of that value. */
function isUnset(name: string, value: Json): boolean {
  if (name === "strategy") return value === "TRIGGER_STRATEGY_UNSPECIFIED" || value === succeeded;
  if (name === "field") return value === "NONE";
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === null || value === "" || value === false || value === 0;
}

/** What KFP does where no strategy is given. */
const succeeded = "ALL_UPSTREAM_TASKS_SUCCEEDED";

function canonicalInteger(value: Json): Json {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  if (typeof value !== "string" || !/^-?\d+$/.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(BigInt(value));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function mapObject(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
