// Puts a single component into a pipeline that does nothing but call it, as kfp's compiler does.
import { defaultSettings } from "../dsl/default-settings.ts";
import { deepFreeze } from "../dsl/freeze.ts";
import type { ComponentDefinition, PipelineGraph, TaskNode } from "../dsl/graph.ts";
import { mapEntries } from "../dsl/map-entries.ts";

/** Its inputs and outputs are those of the component. */
export function wrapComponent(component: Exclude<ComponentDefinition, PipelineGraph>): PipelineGraph {
  const { name, inputs, outputs } = component;
  const identity = Object.freeze({ name });
  const task: TaskNode = {
    kind: "task",
    id: 1,
    name,
    component,
    arguments: mapEntries(inputs, ({ type }, input) => ({
      kind: "input" as const,
      pipeline: identity,
      name: input,
      type,
    })),
    undeclared: {},
    settings: defaultSettings,
  };
  const returned = mapEntries(outputs, ({ type }, output) => ({
    kind: "output" as const,
    pipeline: identity,
    node: 1,
    output,
    type,
  }));
  return deepFreeze({
    kind: "pipeline",
    identity,
    name,
    ...("description" in component && { description: component.description }),
    inputs,
    outputs,
    body: { nodes: [task], returned },
    file: {},
  });
}
