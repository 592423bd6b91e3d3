// Turns what a platform's document says of a task into a config with handles in it.
import type { Composite, Source } from "../dsl/graph.ts";
import { mapEntries } from "../dsl/map-entries.ts";
import { isObject, type JsonObject } from "../ir/json-object.ts";
import type { Json, TaskInputParameter } from "../ir/pipeline-spec.ts";
import { isDeepStrictEqual } from "node:util";
import { resolveParameter } from "./resolve-sources.ts";
import type { Scope } from "./scope.ts";

/** Inputs of tasks stand in a platform's config as they do in the task. */
export function raisePlatform(scope: Scope, platform: string, config: Json): Composite {
  if (platform !== "kubernetes" || !isObject(config)) return raiseConfig(scope, config);
  return raiseFields(config, (value, field) =>
    field === "pvcMount" ? raiseClaims(scope, value) : raiseConfig(scope, value),
  );
}

function raiseConfig(scope: Scope, config: Json): Composite {
  if (Array.isArray(config)) return raiseList(config, (item) => raiseConfig(scope, item));
  if (!isObject(config)) return { kind: "json", value: config };
  const source = inputIn(scope, config);
  if (source !== undefined) return { kind: "text", parts: [source] };
  return raiseFields(config, (field) => raiseConfig(scope, field));
}

/** kfp-kubernetes writes handles to claims twice; where any is written in another way, all stay as they are. */
function raiseClaims(scope: Scope, mounts: Json): Composite {
  if (!Array.isArray(mounts) || !mounts.every(isUsualClaim)) return raiseConfig(scope, mounts);
  return raiseList(mounts, (mount) => raiseClaim(scope, mount));
}

function raiseClaim(scope: Scope, mount: Json): Composite {
  const { pvcNameParameter = null, mountPath = "", subPath } = isObject(mount) ? mount : {};
  const fields = { pvcNameParameter, mountPath, ...(subPath !== undefined && { subPath }) };
  const raised = raiseConfig(scope, fields);
  return raised.kind === "struct" ? { ...raised, repeated: "pvcNameParameter" } : raiseConfig(scope, mount);
}

function isUsualClaim(mount: Json): boolean {
  if (!isObject(mount)) return false;
  const { pvcNameParameter, mountPath, subPath = "", constant, ...twin } = mount;
  if (!isObject(pvcNameParameter) || typeof mountPath !== "string" || typeof subPath !== "string")
    return false;
  return constant === undefined
    ? isDeepStrictEqual(twin, pvcNameParameter)
    : isDeepStrictEqual(pvcNameParameter, { runtimeValue: { constant } }) && Object.keys(twin).length === 0;
}

function raiseList(list: readonly Json[], raise: (item: Json) => Composite): Composite {
  const items = list.map(raise);
  return items.every(({ kind }) => kind === "json") ? { kind: "json", value: list } : { kind: "list", items };
}

function raiseFields(config: JsonObject, raise: (field: Json, name: string) => Composite): Composite {
  const fields = mapEntries(config, raise);
  return Object.values(fields).every(({ kind }) => kind === "json")
    ? { kind: "json", value: config }
    : { kind: "struct", fields };
}

function inputIn(scope: Scope, config: JsonObject): Source | undefined {
  const [only, ...more] = Object.keys(config);
  if (more.length > 0 || (only !== "componentInputParameter" && only !== "taskOutputParameter"))
    return undefined;
  return resolveParameter(scope, config as TaskInputParameter); // it has one of that message's fields
}
