// Turns the bodies of a pipeline into a tree of DAGs, and gives their tasks the names that kfp's SDK would.
import type {
  BranchesNode,
  ExitHandlerNode,
  GraphNode,
  GroupSettings,
  LoopNode,
  PipelineGraph,
} from "../dsl/graph.ts";
import type { Dag, ExitHandlerDag, GroupDag, Member, Plan, TaskMember } from "./dag.ts";
import { uniqueName } from "./unique-name.ts";

interface Planning {
  readonly names: Set<string>;
  readonly members: Map<number, Member>;
}

export function planDags(graph: PipelineGraph): Plan {
  const planning: Planning = { names: new Set(taskNames(graph.body.nodes)), members: new Map() };
  const members: Member[] = [];
  const root = {
    kind: "pipeline",
    name: graph.name,
    path: graph.name,
    parent: undefined,
    graph,
    members,
    returned: graph.body.returned,
  } as const;
  planNodes(planning, root, members, graph.body.nodes);
  return { root, members: planning.members };
}

function planNodes(planning: Planning, parent: Dag, members: Member[], nodes: readonly GraphNode[]): void {
  for (const node of nodes) members.push(...planNode(planning, parent, node));
}

function planNode(planning: Planning, parent: Dag, node: GraphNode): readonly Member[] {
  switch (node.kind) {
    case "task":
      return [planTask(planning, parent, node, undefined)];
    case "branches":
      return [planBranches(planning, parent, node)];
    case "loop":
      return [planLoop(planning, parent, node)];
    case "exitHandler":
      return planExitHandler(planning, parent, node);
    default:
      return node satisfies never;
  }
}

function planTask(
  planning: Planning,
  parent: Dag,
  node: Extract<GraphNode, { kind: "task" }>,
  exitOf: ExitHandlerDag | undefined,
): TaskMember {
  const { name } = node;
  const task: TaskMember = { kind: "task", name, path: `${parent.path}/${name}`, parent, node, exitOf };
  planning.members.set(node.id, task);
  return task;
}

function planLoop(planning: Planning, parent: Dag, node: LoopNode): GroupDag {
  const members: Member[] = [];
  const parts = groupParts(planning, parent, node.settings, `for-loop-${node.number}`, members);
  const loop: GroupDag = { kind: "loop", ...parts, node, returned: node.body.returned };
  planning.members.set(node.id, loop);
  planNodes(planning, loop, members, node.body.nodes);
  return loop;
}

/** A single branch stands for itself; several have a DAG of their own around them. */
function planBranches(planning: Planning, parent: Dag, node: BranchesNode): GroupDag {
  const [only, ...more] = node.branches;
  if (only !== undefined && more.length === 0) {
    const branch = planBranch(planning, parent, node, 0);
    planning.members.set(node.id, branch);
    return branch;
  }
  const members: Member[] = [];
  const parts = groupParts(planning, parent, node.settings, `condition-branches-${node.number}`, members);
  const returned = isClosed(node) ? (only?.body.returned ?? {}) : {};
  const branches: GroupDag = { kind: "branches", ...parts, node, returned };
  planning.members.set(node.id, branches);
  node.branches.forEach((_, index) => members.push(planBranch(planning, branches, node, index)));
  return branches;
}

function planBranch(planning: Planning, parent: Dag, node: BranchesNode, index: number): GroupDag {
  const branch = node.branches[index] as BranchesNode["branches"][number]; // callers count the branches
  const before = node.branches.slice(0, index).flatMap(({ condition }) => condition ?? []);
  const members: Member[] = [];
  const parts = groupParts(planning, parent, branch.settings, `condition-${branch.number}`, members);
  const returned = isClosed(node) ? branch.body.returned : {};
  const dag: GroupDag = { kind: "branch", ...parts, branch, before, returned };
  planNodes(planning, dag, members, branch.body.nodes);
  return dag;
}

function planExitHandler(planning: Planning, parent: Dag, node: ExitHandlerNode): readonly Member[] {
  const members: Member[] = [];
  const parts = groupParts(planning, parent, node.settings, `exit-handler-${node.number}`, members);
  const handler = { kind: "exitHandler", ...parts, node, returned: node.body.returned } as const;
  planning.members.set(node.id, handler);
  planNodes(planning, handler, members, node.body.nodes);
  const exits = node.onExit.flatMap((exit) =>
    exit.kind === "task" ? [planTask(planning, parent, exit, handler)] : planNode(planning, parent, exit),
  );
  return [handler, ...exits];
}

function groupParts<M>(planning: Planning, parent: Dag, settings: GroupSettings, wanted: string, members: M) {
  const name = settings.name ?? uniqueName(planning.names, wanted);
  planning.names.add(name);
  return { name, path: `${parent.path}/${name}`, parent, members, settings };
}

/** Only a chain that `otherwise` closed gives something. */
function isClosed(node: BranchesNode): boolean {
  return node.branches.at(-1)?.condition === undefined;
}

function taskNames(nodes: readonly GraphNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case "task":
        return [node.name];
      case "branches":
        return node.branches.flatMap(({ body }) => taskNames(body.nodes));
      case "loop":
        return taskNames(node.body.nodes);
      case "exitHandler":
        return [...taskNames(node.onExit), ...taskNames(node.body.nodes)];
      default:
        return node satisfies never;
    }
  });
}
