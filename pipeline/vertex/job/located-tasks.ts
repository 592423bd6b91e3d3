// The tasks of a pipeline with their paths, as a run shows them.
import type { ComponentSpec, ExecutorSpec, PipelineSpec, PipelineTaskSpec } from "../../ir/pipeline-spec.ts";

export interface LocatedTask {
  /** `for-loop-1/train`, without numbers of iterations. */
  readonly path: string;
  readonly name: string;
  readonly task: PipelineTaskSpec;
  /** The DAG it is in: the name of its component, or `undefined` for the root. */
  readonly dag: string | undefined;
  readonly component: ComponentSpec | undefined;
  readonly executor: ExecutorSpec | undefined;
}

/** Parents before what is in them; a pipeline that is used twice is there twice. */
export function locatedTasks(spec: PipelineSpec): readonly LocatedTask[] {
  const found: LocatedTask[] = [];
  const visit = (
    component: ComponentSpec,
    dag: string | undefined,
    path: string,
    above: readonly string[],
  ) => {
    for (const [name, task] of Object.entries(component.dag?.tasks ?? {})) {
      const inner = spec.components?.[task.componentRef.name];
      const executor = spec.deploymentSpec?.executors[inner?.executorLabel ?? ""];
      found.push({ path: `${path}${name}`, name, task, dag, component: inner, executor });
      const reference = task.componentRef.name;
      if (inner?.dag && !above.includes(reference)) {
        visit(inner, reference, `${path}${name}/`, [...above, reference]);
      }
    }
  };
  visit(spec.root, undefined, "", []);
  return found;
}
