// Turns a DAG and everything in it into components of the IR.
import type { InputDefinition, ValueType } from "../dsl/graph.ts";
import { itemType, listOf, typeOfConstants } from "../dsl/infer-type.ts";
import type { DagSpec } from "../ir/pipeline-spec.ts";
import type { Dag, GroupDag, LoopDag, TaskMember } from "./dag.ts";
import { lowerDefinitions } from "./lower-definitions.ts";
import { lowerContainer, lowerImporter } from "./lower-executor.ts";
import { lowerOutputs } from "./lower-outputs.ts";
import { lowerGroup, lowerTask } from "./lower-task.ts";
import type { Lowering } from "./lowering.ts";
import { addDag, addExecuted } from "./registry.ts";
import { outputKey } from "./sources.ts";
import { itemInput } from "./thread-inputs.ts";

/** The tasks of a DAG and what leaves it; the components of the tasks are added to the registry. */
export function lowerDag(lowering: Lowering, dag: Dag): DagSpec {
  const tasks = dag.members.map((member) => [
    member.name,
    member.kind === "task"
      ? lowerTask(lowering, dag, member, lowerComponent(lowering, member))
      : lowerGroup(lowering, dag, member, lowerGroupComponent(lowering, member)),
  ]);
  const outputs = lowerOutputs(lowering, dag);
  return { tasks: Object.fromEntries(tasks), ...(outputs && { outputs }) };
}

/** Gives the name of the component in the registry. */
function lowerComponent(lowering: Lowering, { node }: TaskMember): string {
  const { component, settings } = node;
  const { registry } = lowering;
  if (component.kind === "pipeline") {
    return addDag(registry, component.name, lowering.lowerPipeline(component));
  }
  const spec = lowerDefinitions(component.inputs, component.outputs);
  const executor =
    component.kind === "importer" ? lowerImporter(component) : lowerContainer(component, settings);
  return addExecuted(registry, component.name, spec, executor);
}

function lowerGroupComponent(lowering: Lowering, group: GroupDag): string {
  const dag = lowerDag(lowering, group);
  const outputs = Object.entries(group.returned).map(([name, { type }]) => {
    const collected = group.kind === "loop" ? listOf(type) : type;
    return [outputKey(lowering.plan, group, name), { type: collected }] as const;
  });
  const definitions = lowerDefinitions(groupInputs(lowering, group), Object.fromEntries(outputs));
  return addDag(lowering.registry, group.name, { dag, ...definitions });
}

function groupInputs(lowering: Lowering, group: GroupDag): { readonly [name: string]: InputDefinition } {
  const threaded = [...(lowering.threads.get(group)?.values() ?? [])].map(
    ({ name, source }) => [name, { type: source.type, optional: false }] as const,
  );
  const item: (typeof threaded)[number][] =
    group.kind === "loop"
      ? [[itemInput(lowering.plan, lowering.threads, group), { type: loopItemType(group), optional: false }]]
      : [];
  return Object.fromEntries([...threaded, ...item]);
}

function loopItemType({ node: { items } }: LoopDag): ValueType {
  return items.kind === "constant" ? typeOfConstants(items.values) : itemType(items.source.type);
}
