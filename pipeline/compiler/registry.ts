// Collects the components and executors of one IR file; what is the same twice is kept once.
import type { ComponentSpec, ExecutorSpec, Json } from "../ir/pipeline-spec.ts";

export interface Registry {
  readonly components: Map<string, ComponentSpec>;
  readonly executors: Map<string, ExecutorSpec>;
  /** By platform and executor: what its second document says. */
  readonly platforms: Map<string, Map<string, Json>>;
  /** By content, to find what is there already. */
  readonly names: Map<string, string>;
  /** By the name that components have in common, the number that the last of them got. */
  readonly numbers: Map<string, number>;
}

export function emptyRegistry(): Registry {
  return {
    components: new Map(),
    executors: new Map(),
    platforms: new Map(),
    names: new Map(),
    numbers: new Map(),
  };
}

/** Adds a component whose work is a DAG; gives the name to refer to it by. */
export function addDag(registry: Registry, name: string, spec: ComponentSpec): string {
  const content = JSON.stringify([name, spec]);
  const known = registry.names.get(content);
  if (known !== undefined) return known;
  const unique = componentKey(registry, `comp-${name}`);
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
  platforms: { readonly [platform: string]: Json },
): string {
  const content = JSON.stringify([name, spec, executor, platforms]);
  const known = registry.names.get(content);
  if (known !== undefined) return known;
  const unique = componentKey(registry, `comp-${name}`);
  const executorLabel = unique.replace(/^comp-/, "exec-");
  registry.components.set(unique, { ...spec, executorLabel });
  registry.executors.set(executorLabel, executor);
  for (const [platform, config] of Object.entries(platforms)) {
    const executors = registry.platforms.get(platform) ?? new Map<string, Json>();
    registry.platforms.set(platform, executors.set(executorLabel, config));
  }
  registry.names.set(content, unique);
  return unique;
}

/** `comp-train`, `comp-train-2`, `comp-train-3`: counting goes on where it ended, so that many take no longer than few. */
function componentKey({ components, numbers }: Registry, name: string): string {
  let number = numbers.get(name) ?? 1;
  let key = number === 1 ? name : `${name}-${number}`;
  while (components.has(key)) key = `${name}-${++number}`;
  numbers.set(name, number);
  return key;
}
