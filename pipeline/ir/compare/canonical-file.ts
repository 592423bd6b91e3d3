// Turns an IR file into the parts that a comparison looks at, all in their canonical spelling.
import { objectOf, own, type JsonObject } from "../json-object.ts";
import type { PipelineFile } from "../pipeline-file.ts";
import type { Json } from "../pipeline-spec.ts";
import { canonical } from "./canonical.ts";
import { pipelineShape } from "./pipeline-shape.ts";
import { kubernetesExecutorShape, singlePlatformShape } from "./platform-shape.ts";

export { objectOf };

export interface CanonicalFile {
  readonly root: Json | undefined;
  readonly components: JsonObject;
  readonly executors: JsonObject;
  /** For each platform, what it says about each executor. */
  readonly platformExecutors: JsonObject;
  /** All the rest. */
  readonly own: JsonObject;
}

export function canonicalFile({ pipeline, platforms }: PipelineFile): CanonicalFile {
  const spec = objectOf(canonical(pipeline as unknown as Json, pipelineShape)); // its type says the same
  const { root, components, deploymentSpec, sdkVersion: _, ...rest } = spec;
  const byPlatform = Object.entries(objectOf(platforms)).map(([name, platform]) => {
    const { deploymentSpec: executors, ...own } = objectOf(canonical(platform, singlePlatformShape));
    return { name, own, executors: executorsOf(name, executors) };
  });
  return {
    root,
    components: objectOf(components),
    executors: objectOf(objectOf(deploymentSpec)["executors"]),
    platformExecutors: Object.fromEntries(byPlatform.map(({ name, executors }) => [name, executors])),
    own: { ...rest, platforms: Object.fromEntries(byPlatform.map(({ name, own }) => [name, own])) },
  };
}

function executorsOf(platform: string, deploymentSpec: Json | undefined): JsonObject {
  const executors = objectOf(objectOf(deploymentSpec)["executors"]);
  if (platform !== "kubernetes") return executors;
  return Object.fromEntries(
    Object.entries(executors).map(([label, value]) => [label, canonical(value, kubernetesExecutorShape)]),
  );
}

/**
 * Everything there is at a place: a DAG's component, for the root with what is the file's own, or a task with the
 * `component` that it calls, its `executor` and what `platforms` say of that. Differences have their paths in here.
 */
export function partAt(file: CanonicalFile, dag: readonly string[], task?: string): JsonObject {
  const component = dag.reduce<Json | undefined>(
    (outer, name) => called(file, taskOf(outer, name)),
    file.root,
  );
  if (task === undefined) return { ...objectOf(component), ...(dag.length === 0 ? file.own : {}) };
  const spec = taskOf(component, task);
  const inner = called(file, spec);
  const label = objectOf(inner)["executorLabel"];
  if (inner === undefined) return objectOf(spec);
  if (typeof label !== "string") return { ...objectOf(spec), component: inner };
  const platforms = Object.entries(file.platformExecutors).flatMap(([name, executors]) => {
    const config = own(objectOf(executors), label);
    return config === undefined ? [] : [[name, config] as const];
  });
  const executor = own(file.executors, label);
  return {
    ...objectOf(spec),
    component: inner,
    ...(executor === undefined ? {} : { executor }),
    platforms: Object.fromEntries(platforms),
  };
}

function taskOf(component: Json | undefined, name: string): Json | undefined {
  return own(objectOf(objectOf(objectOf(component)["dag"])["tasks"]), name);
}

function called({ components }: CanonicalFile, task: Json | undefined): Json | undefined {
  const name = calledName(task);
  return name === undefined ? undefined : own(components, name);
}

export function calledName(task: Json | undefined): string | undefined {
  const name = objectOf(objectOf(task)["componentRef"])["name"];
  return typeof name === "string" ? name : undefined;
}
