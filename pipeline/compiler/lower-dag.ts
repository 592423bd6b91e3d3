// Turns a DAG and everything in it into components of the IR.
import type { InputDefinition, Source, ValueType } from "../dsl/graph.ts";
import { itemType, listOf, typeOfConstants } from "../dsl/infer-type.ts";
import { mapEntries } from "../dsl/map-entries.ts";
import type { DagSpec, PipelineTaskSpec } from "../ir/pipeline-spec.ts";
import type { Dag, GroupDag, LoopDag, TaskMember } from "./dag.ts";
import { lowerDefinitions } from "./lower-definitions.ts";
import { lowerExecutor } from "./lower-executor.ts";
import { lowerOutputs } from "./lower-outputs.ts";
import { argumentsOf, lowerGroup, lowerTask } from "./lower-task.ts";
import type { Lowering } from "./lowering.ts";
import { addDag, addExecuted } from "./registry.ts";
import { outputKey } from "./sources.ts";
import { addChannel, platformConfig, type TaskInputs } from "./task-inputs.ts";
import { itemInput } from "./thread-inputs.ts";

/** The tasks of a DAG and what leaves it; the components of the tasks are added to the registry. */
export function lowerDag(lowering: Lowering, dag: Dag): DagSpec {
  const tasks = dag.members.map((member) => [
    member.name,
    member.kind === "task"
      ? lowerMember(lowering, dag, member)
      : lowerGroup(lowering, dag, member, lowerGroupComponent(lowering, member)),
  ]);
  const outputs = lowerOutputs(lowering, dag);
  return { tasks: Object.fromEntries(tasks), ...(outputs && { outputs }) };
}

function lowerMember(lowering: Lowering, dag: Dag, member: TaskMember): PipelineTaskSpec {
  const inputs = argumentsOf(lowering, dag, member);
  const component = lowerComponent(lowering, dag, member, inputs);
  return lowerTask(lowering, member, component, inputs);
}

/** Gives the name of the component in the registry. */
function lowerComponent(lowering: Lowering, dag: Dag, { node }: TaskMember, inputs: TaskInputs): string {
  const { component, settings } = node;
  const { registry } = lowering;
  if (component.kind === "pipeline") {
    return addDag(registry, component.name, lowering.lowerPipeline(component));
  }
  const platforms = mapEntries(settings.platforms, (config) => platformConfig(lowering, dag, inputs, config));
  const spec = lowerDefinitions(
    component.inputs,
    component.outputs,
    component.kind === "importer" ? {} : component,
  );
  const placeholderOf = (source: Source) => addChannel(lowering, dag, inputs, source);
  const executor = lowerExecutor({ ...lowering, placeholderOf }, component, settings);
  return addExecuted(registry, component.name, spec, executor, platforms);
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
  const threaded = [...(lowering.threads.get(group)?.byKey.values() ?? [])].map(
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
