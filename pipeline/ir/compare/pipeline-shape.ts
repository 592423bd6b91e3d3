// The shape of a pipeline's IR, read off its JSON schema: what is a message there, what a map, what a oneof.
import { pipelineSpecSchema } from "../pipeline-spec-schema.ts";
import type { MessageShape, Shape } from "./canonical.ts";
import { singlePlatformShape } from "./platform-shape.ts";

type Schema = { readonly [keyword: string]: unknown };

const definitions = asSchemas(pipelineSpecSchema["$defs"]);

export const pipelineShape: Shape = shapeOf(pipelineSpecSchema);

function shapeOf(schema: Schema): Shape {
  const { $ref, properties, additionalProperties, items, pattern, type } = schema;
  if (typeof $ref === "string") return shapeOf(definitions[$ref.replace("#/$defs/", "")] ?? {});
  if (properties !== undefined) return messageShape(schema);
  if (typeof additionalProperties === "object") {
    return { kind: "map", values: shapeOf(asSchema(additionalProperties)) };
  }
  if (type === "array") return { kind: "list", items: shapeOf(asSchema(items ?? {})) };
  if ("anyOf" in schema) return { kind: "int64" };
  if (pattern !== undefined) return { kind: "duration" };
  return (type === undefined && !("enum" in schema)) || type === "object"
    ? { kind: "data" }
    : { kind: "scalar" };
}

function messageShape({ properties, not, allOf }: Schema): MessageShape {
  const fields = Object.entries(asSchemas(properties)).map(([name, schema]): [string, Shape] => [
    name,
    name === "singlePlatformSpecs" ? { kind: "list", items: singlePlatformShape } : shapeOf(schema),
  ]);
  // The schema states a oneof as pairs that may not both be there.
  const pairs = [not, ...(Array.isArray(allOf) ? allOf.map((rule) => asSchema(rule)["not"]) : [])];
  const explicit = pairs.flatMap((pair) => (pair === undefined ? [] : asNames(asSchema(pair)["required"])));
  return { kind: "message", fields: Object.fromEntries(fields), explicit: new Set(explicit) };
}

// Schemas are made of `unknown`; ours hold schemas where JSON Schema wants them.

function asSchema(value: unknown): Schema {
  return value as Schema;
}

function asSchemas(value: unknown): { readonly [name: string]: Schema } {
  return value as { readonly [name: string]: Schema };
}

function asNames(value: unknown): readonly string[] {
  return value as readonly string[];
}
