// Collects the components and executors of one IR file; what is the same twice is kept once.
import type { ComponentSpec, ExecutorSpec } from "../ir/pipeline-spec.ts";
import { uniqueName } from "./unique-name.ts";

export interface Registry {
  readonly components: Map<string, ComponentSpec>;
  readonly executors: Map<string, ExecutorSpec>;
  /** By content, to find what is there already. */
  readonly names: Map<string, string>;
}

export function emptyRegistry(): Registry {
  return { components: new Map(), executors: new Map(), names: new Map() };
}

/** Adds a component whose work is a DAG; gives the name to refer to it by. */
export function addDag(registry: Registry, name: string, spec: ComponentSpec): string {
  const content = JSON.stringify([name, spec]);
  const known = registry.names.get(content);
  if (known !== undefined) return known;
  const unique = uniqueName(registry.components, `comp-${name}`);
  registry.components.set(unique, spec);
  registry.names.set(content, unique);
  return unique;
}

/** Adds a component and what executes it. */
export function addExecuted(
  registry: Registry,
  name: string,
  spec: ComponentSpec,
  executor: ExecutorSpec,
): string {
  const content = JSON.stringify([name, spec, executor]);
  const known = registry.names.get(content);
  if (known !== undefined) return known;
  const unique = uniqueName(registry.components, `comp-${name}`);
  const executorLabel = unique.replace(/^comp-/, "exec-");
  registry.components.set(unique, { ...spec, executorLabel });
  registry.executors.set(executorLabel, executor);
  registry.names.set(content, unique);
  return unique;
}
