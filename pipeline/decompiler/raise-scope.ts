// Turns a DAG into the body that an author would have written for it.
import type {
  Body,
  BranchesNode,
  Branch,
  ExitHandlerNode,
  GraphNode,
  GroupSettings,
  LoopItems,
  LoopNode,
  ReturnedSource,
  Source,
} from "../dsl/graph.ts";
import { rootOf } from "../compiler/sources.ts";
import { uniqueName } from "../compiler/unique-name.ts";
import { branchConditions } from "./branch-conditions.ts";
import { groupOutputs, selectedOutputs } from "./group-outputs.ts";
import { branchOrder } from "./member-kind.ts";
import { orderMembers, type Preferences, producersOf } from "./order-members.ts";
import { raiseCondition } from "./raise-condition.ts";
import { type RaiseCalled, raiseTask } from "./raise-task.ts";
import { loopItems, resolveArtifact, resolveParameter, scopeInput } from "./resolve-sources.ts";
import type { Scope, ScopeMember } from "./scope.ts";
import { upstreamNode } from "./waits.ts";
import { type NotRaised, notRaised, raiseEach } from "./not-raised.ts";

export interface Raising {
  readonly preferences: Preferences;
  readonly raiseCalled: RaiseCalled;
}

/** Throws `NotRaised` where a group turns out not to be of the usual form. */
export function raiseNodes(scope: Scope, raising: Raising): readonly GraphNode[] {
  const members = orderMembers(scope, raising.preferences);
  return raiseEach(members, (member) => raiseMember(scope, member, raising));
}

function raiseMember(scope: Scope, member: ScopeMember, raising: Raising): GraphNode {
  switch (member.kind) {
    case "task":
      return raiseTask(scope, member, raising.raiseCalled);
    case "loop":
      return raiseLoop(scope, member, raising);
    case "branch":
      return raiseBranches(scope, member, [member], raising);
    case "branches": {
      const inner = scopeOf(member);
      const branches = branchOrder(inner.dag).map(([name]) => inner.members.get(name) as ScopeMember); // they are its tasks
      return raiseBranches(inner, member, branches, raising, settingsOf(scope, member));
    }
    case "exitHandler":
      return raiseExitHandler(scope, member, raising);
    default:
      return member.kind satisfies never;
  }
}

function raiseLoop(scope: Scope, member: ScopeMember, raising: Raising): LoopNode {
  const inner = scopeOf(member);
  const { parameterIterator, artifactIterator, iteratorPolicy } = member.task;
  const items = loopItems(scope, member);
  const itemInput = parameterIterator?.itemInput ?? artifactIterator?.itemInput ?? "";
  if (items === undefined) throw notRaised(scope, member);
  const graphItems: LoopItems = items.kind === "constant" ? { ...items, number: 0 } : items;
  const parallelism = iteratorPolicy?.parallelismLimit;
  const { inputParameter } = parameterIterator?.items ?? {};
  const list = inputParameter ?? artifactIterator?.items.inputArtifact;
  const isUsual = list !== undefined && itemInput === usualItem(inner, itemInput, list) && !isChannel(items);
  return {
    kind: "loop",
    id: member.id,
    number: 0,
    items: graphItems,
    ...(parallelism && { parallelism }),
    ...(!isUsual && { itemName: itemInput.replace(/^pipelinechannel--/, "") }),
    settings: settingsOf(scope, member),
    body: raiseBody(inner, raising),
  };
}

/** A number tells items apart of two loops over the same list. */
function usualItem({ component }: Scope, itemInput: string, list: string): string {
  const { parameters, artifacts } = component.inputDefinitions ?? {};
  const others = Object.keys({ ...parameters, ...artifacts }).filter((name) => name !== itemInput);
  return uniqueName(new Set(others), `${list}-loop-item`);
}

/** Of an input that was a group's: its name has a prefix, which the name of the items would get once more. */
function isChannel(items: NonNullable<ReturnType<typeof loopItems>>): boolean {
  if (items.kind === "constant") return false;
  const root = rootOf(items.source);
  return root.kind === "input" && root.name.startsWith("pipelinechannel--");
}

/** `scope` is the DAG that the branches stand in. */
function raiseBranches(
  scope: Scope,
  whole: ScopeMember,
  branches: readonly ScopeMember[],
  raising: Raising,
  settings: GroupSettings = { after: [] },
): BranchesNode {
  const texts = branches.map(({ task }) => task.triggerPolicy?.condition ?? "");
  const conditions = branchConditions(texts) ?? [];
  const raised = raiseEach([...branches.entries()], ([index, member]): Branch => {
    const inner = scopeOf(member);
    const parsed = conditions[index];
    const condition = parsed && raiseCondition(parsed, (name) => scopeInput(inner, "parameters", name));
    if (parsed !== undefined && condition === undefined) throw notRaised(scope, member);
    return {
      number: 0,
      settings: settingsOf(scope, member),
      ...(condition && { condition }),
      body: raiseBody(inner, raising),
    };
  });
  return { kind: "branches", id: whole.id, number: 0, branches: raised, settings };
}

function raiseExitHandler(scope: Scope, member: ScopeMember, raising: Raising): ExitHandlerNode {
  const exit = member.exit === undefined ? undefined : scope.members.get(member.exit);
  if (exit === undefined) throw notRaised(scope, member);
  return {
    kind: "exitHandler",
    id: member.id,
    number: 0,
    onExit: [raiseTask(scope, exit, raising.raiseCalled)],
    settings: settingsOf(scope, member),
    body: raiseBody(scopeOf(member), raising),
  };
}

function scopeOf({ scope, name }: ScopeMember): Scope {
  if (scope === undefined) throw new Error(`${name} is no group`);
  return scope;
}

/** What it waits for without data is said of it; what makes its inputs it must wait for. */
function settingsOf(scope: Scope, member: ScopeMember): GroupSettings {
  const producers = new Set(producersOf(member));
  const waitsFor = new Set(member.task.dependentTasks ?? []);
  if ([...producers].some((name) => !waitsFor.has(name))) throw notRaised(scope, member);
  const shown = member.task.taskInfo?.name;
  const more = [...waitsFor].filter((name) => !producers.has(name));
  return {
    name: member.name,
    ...(shown !== member.name && { displayName: shown ?? "" }),
    after: more.flatMap((name) => upstreamNode(scope, name)),
  };
}

function raiseBody(scope: Scope, raising: Raising): Body {
  const returned = [...groupOutputs(scope)].map(([key, name]) => {
    const source = returnedSource(scope, key);
    if (source === undefined || source.kind === "oneOf") throw groupNotRaised(scope);
    return [name, source] as const;
  });
  return { nodes: raiseNodes(scope, raising), returned: Object.fromEntries(returned) };
}

function groupNotRaised({ within }: Scope): NotRaised {
  if (within === undefined) throw new Error("a pipeline has no group around it");
  return notRaised(within.scope, within.member);
}

/** What a DAG gives under a name; `undefined`: nothing that a task in it makes. */
export function returnedSource(scope: Scope, key: string): ReturnedSource | undefined {
  const { parameters = {} } = scope.dag.outputs ?? {};
  const isParameter = Object.hasOwn(parameters, key);
  const kind = isParameter ? "parameters" : "artifacts";
  const sources = selectedOutputs(scope, kind, key).map((one): Source | undefined =>
    isParameter
      ? resolveParameter(scope, {
          taskOutputParameter: { producerTask: one.task, outputParameterKey: one.key },
        })
      : resolveArtifact(scope, {
          taskOutputArtifact: { producerTask: one.task, outputArtifactKey: one.key },
        }),
  );
  const [first] = sources;
  if (first === undefined || !sources.every((source) => source !== undefined)) return undefined;
  const isOneOf = parameters[key]?.valueFromOneof !== undefined || sources.length > 1;
  const isBranches = scope.within?.member.kind === "branches";
  return isOneOf && !isBranches ? { kind: "oneOf", of: sources, type: first.type } : first;
}
