// JSON as clients may write a message, to the one spelling: names in camel case, enums by name, nothing unknown.
import protobuf from "protobufjs";
import { isObject, type JsonObject, own } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";

/** Messages whose JSON is no object with their fields. */
const special = new Set(
  ["Any", "Struct", "Value", "ListValue", "Duration", "Timestamp", "FieldMask"].map(
    (name) => `.google.protobuf.${name}`,
  ),
);

export interface CanonicalJson {
  readonly value: JsonObject;
  /** In the words of Google's services. */
  readonly problems: readonly string[];
}

export function canonicalJson(type: protobuf.Type, json: Json): CanonicalJson {
  const problems: string[] = [];
  const value = message(type, json, "", problems);
  return { value: isObject(value) ? value : {}, problems };
}

/** `undefined`: the message has no such field. Both spellings are known. */
export function fieldNamed(type: protobuf.Type, name: string): protobuf.Field | undefined {
  return own(type.fields, camelCase(name));
}

/** The spelling of protobuf's JSON; of a path of names as well. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function message(type: protobuf.Type, json: Json, where: string, problems: string[]): Json {
  if (special.has(type.fullName)) return json;
  if (/^\.google\.protobuf\.\w+Value$/.test(type.fullName)) return json; // a scalar that may be absent
  if (!isObject(json)) {
    problems.push(`Invalid value at '${where || type.name}': expected an object.`);
    return {};
  }
  const fields = Object.entries(json).flatMap(([name, value]): (readonly [string, Json])[] => {
    const field = fieldNamed(type, name);
    const place = where === "" ? name : `${where}.${name}`;
    if (field === undefined) {
      problems.push(`Unknown name "${name}" at '${where || type.name}': Cannot find field.`);
      return [];
    }
    if (value === null && field.resolve().resolvedType?.fullName !== ".google.protobuf.Value") return [];
    return [[field.name, fieldValue(field, value, place, problems)]];
  });
  return Object.fromEntries(fields);
}

function fieldValue(field: protobuf.Field, json: Json, where: string, problems: string[]): Json {
  field.resolve();
  if (field.map) {
    if (!isObject(json)) return json;
    const entries = Object.entries(json);
    return Object.fromEntries(
      entries.map(([key, value]) => [key, single(field, value, `${where}["${key}"]`, problems)]),
    );
  }
  if (!field.repeated) return single(field, json, where, problems);
  if (Array.isArray(json))
    return json.map((value, index) => single(field, value, `${where}[${index}]`, problems));
  problems.push(`Invalid value at '${where}': expected a list.`);
  return [];
}

function single(field: protobuf.Field, json: Json, where: string, problems: string[]): Json {
  const type = field.resolvedType;
  if (type instanceof protobuf.Type) return message(type, json, where, problems);
  if (type instanceof protobuf.Enum) return enumName(type, json, where, problems);
  return json;
}

function enumName(type: protobuf.Enum, json: Json, where: string, problems: string[]): Json {
  if (typeof json === "number" && type.valuesById[json] !== undefined) return type.valuesById[json];
  if (typeof json === "string" && Object.hasOwn(type.values, json)) return json;
  problems.push(`Invalid value at '${where}' (${type.name}): ${JSON.stringify(json)}.`);
  return json;
}
