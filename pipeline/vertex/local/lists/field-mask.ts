// What is left of a resource of which only some fields are asked for, and what changes of one that is updated.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";
import { camelCase } from "../wire/canonical-json.ts";

/** Of "displayName,pipelineSpec.pipelineInfo", in either spelling. An empty mask, or `*`, has no paths. */
export function maskPaths(mask: Json | undefined): readonly string[] {
  const paths = typeof mask === "string" ? mask.split(",").map((path) => path.trim()) : [];
  return paths.includes("*") ? [] : paths.filter((path) => path !== "").map(camelCase);
}

/** @example project({ name: "n", state: "s" }, ["state"]) // { state: "s" } */
export function project(resource: JsonObject, paths: readonly string[]): JsonObject {
  const kept = new Map<string, Json>();
  for (const [name, value] of Object.entries(resource)) {
    const inner = paths.filter((path) => path === camelCase(name) || path.startsWith(`${camelCase(name)}.`));
    if (inner.length === 0) continue;
    const whole = inner.some((path) => !path.includes("."));
    const below = inner.map((path) => path.slice(path.indexOf(".") + 1));
    kept.set(name, whole || !isObject(value) ? value : project(value, below));
  }
  return Object.fromEntries(kept);
}

/** The resource as a read mask wants it: its name is there in any case. */
export function masked(resource: JsonObject, mask: Json | undefined): JsonObject {
  const paths = maskPaths(mask);
  return paths.length === 0 ? resource : project(resource, ["name", ...paths]);
}

/** The fields of a resource that the paths lead into, each once. */
export function maskFields(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.split(".")[0] ?? path))];
}

/** The same, of an update: at least one, and all of those that can be changed. Throws `INVALID_ARGUMENT`. */
export function changedFields(paths: readonly string[], changeable: readonly string[]): readonly string[] {
  const fields = maskFields(paths);
  const fixed = fields.filter((field) => !changeable.includes(field));
  if (fields.length > 0 && fixed.length === 0) return fields;
  const named = fixed.length === 0 ? "is empty" : `names ${fixed.join(", ")}, which cannot be changed`;
  throw new StatusError("INVALID_ARGUMENT", `update_mask ${named}. Give some of ${changeable.join(", ")}.`);
}

/** These fields as they are given; what is not given is gone. */
export function changeFields(before: JsonObject, given: JsonObject, fields: readonly string[]): JsonObject {
  const changed = Object.entries(given).filter(([field]) => fields.includes(field));
  return { ...withoutFields(before, fields), ...Object.fromEntries(changed) };
}

export function withoutFields(resource: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([field]) => !fields.includes(field)));
}
