// What a task is without its name and its place: what it calls, its settings, and where its inputs come from at last.
import { objectOf, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import type { JsonObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import { canonicalJson } from "../../pipeline/runner/canonical-json.ts";
import { traceSource } from "./trace-source.ts";

/** As text, the same for the same content. `path` leads to the task. */
export function contentText(file: CanonicalFile, path: readonly string[]): string {
  return canonicalJson(contentAt(file, path));
}

/** Of the parameters or artifacts that a task takes. */
export function tracedInputs(
  file: CanonicalFile,
  path: readonly string[],
  of: "parameters" | "artifacts",
): JsonObject {
  const { inputs } = partAt(file, path.slice(0, -1), path.at(-1));
  const entries = Object.entries(objectOf(objectOf(inputs)[of])).map(([key, source]): [string, Json] => {
    const { dag, source: begins } = traceSource(file, path.slice(0, -1), source);
    return [key, isGlobal(begins) ? { begins } : { dag, begins }];
  });
  return Object.fromEntries(entries);
}

/** Of what it calls, takes and has for settings, but not of what it waits for. */
export function wiredContentText(file: CanonicalFile, path: readonly string[]): string {
  const inputs = [tracedInputs(file, path, "parameters"), tracedInputs(file, path, "artifacts")];
  return canonicalJson([contentAt(file, path), ...inputs]);
}

/** The same for what moves from one loop to another, or is numbered anew there. */
export function movableText(file: CanonicalFile, path: readonly string[]): string {
  const inputs = (["parameters", "artifacts"] as const).map((of) =>
    Object.entries(tracedInputs(file, path, of)).map(([key, traced]): Json => {
      const { loopItem } = objectOf(objectOf(traced)["begins"]);
      return [key, typeof loopItem === "string" ? stemOf(loopItem.split("/").at(-1) ?? "") : traced];
    }),
  );
  return canonicalJson([stemOf(path.at(-1) ?? ""), contentAt(file, path), ...inputs]);
}

function contentAt(file: CanonicalFile, path: readonly string[]): JsonObject {
  const {
    inputs: _inputs,
    dependentTasks: _waits,
    componentRef: _component,
    component,
    taskInfo,
    ...rest
  } = partAt(file, path.slice(0, -1), path.at(-1));
  const { executorLabel: _label, ...definition } = objectOf(component);
  // A name that is shown is content, unless it is the name.
  const shown = objectOf(taskInfo)["name"] === path.at(-1) ? null : (taskInfo ?? null);
  return { ...rest, shown, component: definition };
}

/** Constants are the same in every DAG. */
function isGlobal(source: Json): boolean {
  return "runtimeValue" in objectOf(source);
}

/** A task's name without its number. */
export function stemOf(name: string): string {
  return name.replace(/-\d+$/, "");
}
