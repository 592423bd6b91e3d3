// Turns the cache on or off for tasks of a pipeline, whatever it says itself; a task's cache key stays.
import type { ComponentSpec, PipelineSpec } from "../../ir/pipeline-spec.ts";
import { locatedTasks } from "./located-tasks.ts";
import type { Problem } from "../config/index.ts";

export interface CachingChoice {
  /** A task's name or path, as `train` or `for-loop-1/train`; absent: all tasks. */
  readonly task?: string;
  readonly enabled: boolean;
}

export function overrideCaching(spec: PipelineSpec, choices: readonly CachingChoice[]): PipelineSpec {
  if (choices.length === 0) return spec;
  const located = locatedTasks(spec);
  /** By the DAG, then by the task: one DAG may be in several places. */
  const chosen = new Map<string | undefined, Map<string, boolean>>();
  for (const { task, enabled } of choices) {
    for (const { path, name, dag } of located) {
      if (task !== undefined && task !== name && task !== path) continue;
      const tasks = chosen.get(dag) ?? new Map<string, boolean>();
      chosen.set(dag, tasks.set(name, enabled));
    }
  }
  const components = Object.entries(spec.components ?? {});
  return {
    ...spec,
    root: withCaching(spec.root, chosen.get(undefined)),
    ...(spec.components && {
      components: Object.fromEntries(
        components.map(([name, component]) => [name, withCaching(component, chosen.get(name))]),
      ),
    }),
  };
}

function withCaching(
  component: ComponentSpec,
  chosen: ReadonlyMap<string, boolean> | undefined,
): ComponentSpec {
  if (component.dag === undefined || chosen === undefined) return component;
  const tasks = Object.entries(component.dag.tasks).map(([name, task]) => {
    const enabled = chosen.get(name);
    if (enabled === undefined) return [name, task] as const;
    return [name, { ...task, cachingOptions: { ...task.cachingOptions, enableCache: enabled } }] as const;
  });
  return { ...component, dag: { ...component.dag, tasks: Object.fromEntries(tasks) } };
}

export function checkCaching(spec: PipelineSpec, choices: readonly CachingChoice[]): readonly Problem[] {
  const located = locatedTasks(spec);
  return choices.flatMap(({ task, enabled }) => {
    if (task === undefined || located.some(({ path, name }) => task === name || task === path)) return [];
    const names = located.map(({ path }) => path).join(", ");
    const message = `there is no task "${task}". The tasks are: ${names}.`;
    return [{ where: `caching ${task}=${enabled}`, message }];
  });
}
