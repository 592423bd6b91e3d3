// Turns an IR file into the list of its tasks, each with what it runs and the place where an author finds it.
import type { ComponentSpec, ExecutorSpec, PipelineSpec, PipelineTaskSpec } from "../../ir/pipeline-spec.ts";

export interface LocatedTask {
  /** `pipeline/group/task`. */
  readonly where: string;
  readonly task: PipelineTaskSpec;
  readonly component: ComponentSpec;
  /** Absent: it runs a DAG, whose tasks follow. */
  readonly executor?: ExecutorSpec;
}

/** The tasks of a component that is used in several places are listed once, under the first of them. */
export function locatedTasks(spec: PipelineSpec): readonly LocatedTask[] {
  const { pipelineInfo, root, components = {}, deploymentSpec } = spec;
  const found: LocatedTask[] = [];
  const seen = new Set<string>();
  const visit = (dag: ComponentSpec, path: string): void => {
    for (const [name, task] of Object.entries(dag.dag?.tasks ?? {})) {
      const key = task.componentRef.name;
      const component = components[key] ?? {};
      const executor = deploymentSpec?.executors[component.executorLabel ?? ""];
      const where = `${path}/${name}`;
      found.push({ where, task, component, ...(executor && { executor }) });
      if (seen.has(key)) continue;
      seen.add(key);
      visit(component, where);
    }
  };
  visit(root, pipelineInfo.name);
  return found;
}

/** Of tasks that run the same thing, the first. */
export function firstOfEach(tasks: readonly LocatedTask[]): readonly LocatedTask[] {
  const seen = new Set<unknown>();
  return tasks.filter(({ executor }) => executor !== undefined && !seen.has(executor) && seen.add(executor));
}

/** Every text inside a value, keys aside. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) yield* textsIn(part);
  }
}
