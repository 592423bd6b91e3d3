// Gives tasks signatures that are the same if they are but for their names: of what they call, and of what feeds them.
import { createHash } from "node:crypto";
import {
  calledName,
  objectOf,
  partAt,
  type CanonicalFile,
} from "../../pipeline/ir/compare/canonical-file.ts";
import { isObject, own, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";

/** Of the tasks `names` in the DAG at `dag`. A task of `names` that feeds another is known by its signature there. */
export function taskSignatures(
  file: CanonicalFile,
  dag: readonly string[],
  names: readonly string[],
): ReadonlyMap<string, string> {
  const tasks = objectOf(objectOf(partAt(file, dag)["dag"])["tasks"]);
  const found = new Map<string, string>();
  const components = new Map<string, string>();
  const unnamed = new Set(names);

  const signature = (name: string, depth: number): string => {
    const known = found.get(name);
    if (known !== undefined) return known;
    unnamed.delete(name); // a circle ends at the name
    const { taskInfo, componentRef: _, ...task } = objectOf(own(tasks, name));
    const shown = objectOf(taskInfo)["name"] === name ? null : (taskInfo ?? null);
    const fed = withProducers(task, (producer) =>
      found.has(producer) || (unnamed.has(producer) && depth < deepest)
        ? signature(producer, depth + 1)
        : producer,
    );
    const called = componentSignature(file, components, calledName(own(tasks, name)));
    const made = hash([shown, fed, called]);
    found.set(name, made);
    return made;
  };
  return new Map(names.map((name) => [name, signature(name, 0)]));
}

/** Of a chain of tasks; deeper down they are known by their names. */
const deepest = 500;

function withProducers(task: JsonObject, known: (name: string) => string): JsonObject {
  const replaced = (value: Json, key: string): Json => {
    if (key === "producerTask" && typeof value === "string") return known(value);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([field, child]) => [field, replaced(child, field)]));
  };
  const { inputs, dependentTasks } = task;
  const dependencies = Array.isArray(dependentTasks) ? dependentTasks.map(String).map(known).sort() : [];
  return { ...task, dependentTasks: dependencies, inputs: replaced(inputs ?? {}, "inputs") };
}

function componentSignature(
  file: CanonicalFile,
  known: Map<string, string>,
  name: string | undefined,
): string {
  if (name === undefined) return "";
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, name); // a component inside of itself is known by its name
  const { executorLabel, dag, ...rest } = objectOf(own(file.components, name));
  const { tasks, ...outputs } = objectOf(dag);
  const inner = Object.entries(objectOf(tasks)).map(([task, spec]): readonly [string, Json] => {
    const { componentRef: _, ...fields } = objectOf(spec);
    return [task, [fields, componentSignature(file, known, calledName(spec))]];
  });
  const label = typeof executorLabel === "string" ? executorLabel : "";
  const platforms = Object.entries(file.platformExecutors).map(
    ([platform, executors]): readonly [string, Json] => [platform, own(objectOf(executors), label) ?? {}],
  );
  const made = hash([
    rest,
    dag === undefined ? null : [outputs, Object.fromEntries(inner)],
    own(file.executors, label) ?? null,
    Object.fromEntries(platforms),
  ]);
  known.set(name, made);
  return made;
}

function hash(value: Json): string {
  const text = JSON.stringify(value, (_, part: Json) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
  return createHash("sha256").update(text).digest("hex");
}
