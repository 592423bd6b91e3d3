// Finds the values that a group's DAG needs from outside of it: each becomes an input of every DAG in between.
import type { Argument, Composite, Condition, ResourceSettings, Source, TaskSettings } from "../dsl/graph.ts";
import { allMembers, type Dag, enclosing, type GroupDag, type Plan, type TaskMember } from "./dag.ts";
import { channelInput, homeOf, itemChannel, rootOf, sourceKey } from "./sources.ts";
import { uniqueName } from "./unique-name.ts";

/** An input that a group's DAG is given by the DAG around it. */
export interface ThreadedInput {
  readonly name: string;
  readonly source: Source;
}

/** The inputs of one group: by the key of their source, and all their names. */
interface GroupInputs {
  readonly byKey: ReadonlyMap<string, ThreadedInput>;
  readonly names: ReadonlySet<string>;
}

export type Threads = ReadonlyMap<GroupDag, GroupInputs>;

/** While they are being found. */
type FoundThreads = Map<
  GroupDag,
  { readonly byKey: Map<string, ThreadedInput>; readonly names: Set<string> }
>;

export function threadInputs(plan: Plan): Threads {
  const threads: FoundThreads = new Map();
  for (const member of allMembers(plan.root)) {
    if (member.kind !== "task") {
      threads.set(member, { byKey: new Map(), names: new Set() });
      // What decides on the group itself is an input of it, fields included; what that needs is threaded to it.
      for (const source of sourcesOfGroup(member)) {
        addInput(plan, threads, member, source);
        thread(plan, threads, member.parent, rootOf(source));
      }
    } else {
      for (const source of [...sourcesOfTask(member), ...sourcesOfConditions(member)]) {
        thread(plan, threads, member.parent, rootOf(source));
      }
    }
  }
  return threads;
}

/** The input's name in the DAG: two values of one name are told apart by a number. */
export function threadedInput(plan: Plan, threads: Threads, dag: GroupDag, source: Source): ThreadedInput {
  const input = threads.get(dag)?.byKey.get(sourceKey(plan, source));
  if (input === undefined) throw new Error(`${dag.path}: ${channelInput(plan, source)} is not threaded`);
  return input;
}

/** The name under which a loop's body has its item. */
export function itemInput(plan: Plan, threads: Threads, loop: GroupDag): string {
  return uniqueName(threads.get(loop)?.names ?? new Set(), `pipelinechannel--${itemChannel(plan, loop)}`);
}

function thread(plan: Plan, threads: FoundThreads, from: Dag, source: Source): void {
  const home = homeOf(plan, rootOf(source));
  for (const dag of enclosing(from)) {
    if (dag === home || dag.kind === "pipeline") return;
    addInput(plan, threads, dag, source);
  }
}

function addInput(plan: Plan, threads: FoundThreads, dag: GroupDag, source: Source): void {
  const inputs = threads.get(dag);
  const key = sourceKey(plan, source);
  if (inputs === undefined || inputs.byKey.has(key)) return;
  const name = uniqueName(inputs.names, channelInput(plan, source));
  inputs.byKey.set(key, { name, source });
  inputs.names.add(name);
}

export function sourcesOfTask({ node }: TaskMember): readonly Source[] {
  return [
    ...Object.values(node.arguments).flatMap(sourcesOfArgument),
    ...Object.values(node.undeclared).flatMap(sourcesOfArgument),
    ...sourcesOfSettings(node.settings),
  ];
}

/** Resources and platform settings may depend on values of the run. */
export function sourcesOfSettings({ resources, resourceSpec, platforms }: TaskSettings): readonly Source[] {
  return [
    ...(resources && resourceSpec === undefined ? sourcesOfResources(resources) : []),
    ...Object.values(platforms).flatMap(sourcesOfComposite),
  ];
}

function sourcesOfResources({ accelerator, ...amounts }: ResourceSettings): readonly Source[] {
  return [...Object.values(amounts), accelerator?.type, accelerator?.count].filter(
    (value) => typeof value === "object",
  );
}

/** As in kfp's files, what decides on a task is handed down to it, whether its groups in between use it or not. */
function sourcesOfConditions({ parent }: TaskMember): readonly Source[] {
  return enclosing(parent).flatMap((dag) => (dag.kind === "branch" ? sourcesOfGroup(dag) : []));
}

/** What decides whether and how often a group runs. */
export function sourcesOfGroup(group: GroupDag): readonly Source[] {
  switch (group.kind) {
    case "branch":
      return [...group.before, ...(group.branch.condition ? [group.branch.condition] : [])].flatMap(
        sourcesOfCondition,
      );
    case "loop":
      return group.node.items.kind === "source" ? [group.node.items.source] : [];
    case "branches":
    case "exitHandler":
      return [];
    default:
      return group satisfies never;
  }
}

function sourcesOfCondition(condition: Condition): readonly Source[] {
  switch (condition.kind) {
    case "comparison":
      return [condition.left, condition.right].flatMap(sourcesOfArgument);
    case "and":
    case "or":
      return condition.conditions.flatMap(sourcesOfCondition);
    case "not":
      return sourcesOfCondition(condition.condition);
    default:
      return condition satisfies never;
  }
}

export function sourcesOfArgument(argument: Argument): readonly Source[] {
  if (argument.kind === "constant" || argument.kind === "raw") return [];
  return argument.kind === "composite" ? sourcesOfComposite(argument.value) : [argument];
}

function sourcesOfComposite(value: Composite): readonly Source[] {
  switch (value.kind) {
    case "json":
      return [];
    case "text":
      return value.parts.filter((part) => typeof part !== "string");
    case "list":
      return value.items.flatMap(sourcesOfComposite);
    case "struct":
      return Object.values(value.fields).flatMap(sourcesOfComposite);
    default:
      return value satisfies never;
  }
}
