// Random pipelines in IR: groups, loops, conditions, retries and tasks that run whatever happened before them.
import fc from "fast-check";
import type { ComponentSpec, PipelineSpec, PipelineTaskSpec } from "../../pipeline/ir/pipeline-spec.ts";

interface RandomTask {
  /** Earlier tasks, as numbers that are taken modulo how many there are. */
  readonly upstreams: readonly number[];
  readonly regardless: boolean;
  readonly condition: boolean | undefined;
  readonly retries: number;
  readonly body: "leaf" | { readonly tasks: readonly RandomTask[]; readonly items: number | undefined };
}

export const { dag } = fc.letrec<{ task: RandomTask; dag: readonly RandomTask[] }>((tie) => ({
  dag: fc.array(tie("task"), { minLength: 0, maxLength: 6, depthIdentifier: "dag" }),
  task: fc.record({
    upstreams: fc.array(fc.nat(20), { maxLength: 3 }),
    regardless: fc.boolean(),
    condition: fc.option(fc.boolean(), { nil: undefined, freq: 3 }),
    retries: fc.nat(2),
    body: fc.oneof(
      { depthIdentifier: "dag", maxDepth: 3, withCrossShrink: true },
      fc.constant("leaf" as const),
      fc.record({ tasks: tie("dag"), items: fc.option(fc.nat(3), { nil: undefined }) }),
    ),
  }),
}));

export function toSpec(tasks: readonly RandomTask[]): PipelineSpec {
  const components: { [name: string]: ComponentSpec } = { leaf: { executorLabel: "leaf" } };
  const lower = (of: readonly RandomTask[]): ComponentSpec => ({
    dag: { tasks: Object.fromEntries(of.map((each, i) => [`t${i}`, lowerTask(each, i)])) },
  });
  const lowerTask = (
    { upstreams, regardless, condition, retries, body }: RandomTask,
    i: number,
  ): PipelineTaskSpec => {
    let component = "leaf";
    if (body !== "leaf") {
      component = `c${Object.keys(components).length}`;
      components[component] = {}; // holds the name while the inner ones are made
      components[component] = lower(body.tasks);
    }
    const items = body === "leaf" ? undefined : body.items;
    return {
      taskInfo: { name: `t${i}` },
      componentRef: { name: component },
      dependentTasks: i === 0 ? [] : [...new Set(upstreams.map((n) => `t${n % i}`))],
      triggerPolicy: {
        ...(condition === undefined ? {} : { condition: String(condition) }),
        ...(regardless ? { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" } : {}),
      },
      retryPolicy: { maxRetryCount: retries },
      ...(items === undefined
        ? {}
        : { parameterIterator: { itemInput: "item", items: { raw: JSON.stringify(Array(items).fill(0)) } } }),
    };
  };
  return {
    pipelineInfo: { name: "random" },
    schemaVersion: "2.1.0",
    root: lower(tasks),
    components,
    deploymentSpec: { executors: { leaf: { container: { image: "x" } } } },
  };
}
