// What is left of a resource of which only some fields are asked for, and what changes of one that is updated.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";

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

function camelCase(path: string): string {
  return path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
