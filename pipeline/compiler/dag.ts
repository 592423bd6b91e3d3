// The tree of DAGs that the IR will have: one for the pipeline and one for each group.
import type {
  Branch,
  BranchesNode,
  Condition,
  ExitHandlerNode,
  GroupSettings,
  LoopNode,
  PipelineGraph,
  ReturnedSource,
  Source,
  TaskNode,
} from "../dsl/graph.ts";

export type Dag = PipelineDag | GroupDag;
/** A group is a DAG, and a task of the DAG around it. */
export type GroupDag = BranchesDag | BranchDag | LoopDag | ExitHandlerDag;
export type Member = TaskMember | GroupDag;

interface DagParts {
  /** Of the task that stands for it; of the pipeline. */
  readonly name: string;
  /** `finetune/for-loop-1`: for messages. */
  readonly path: string;
  readonly members: readonly Member[];
  /** What its body returned; empty where nobody can use it. */
  readonly returned: { readonly [name: string]: ReturnedSource };
}

export interface PipelineDag extends DagParts {
  readonly kind: "pipeline";
  readonly parent: undefined;
  readonly graph: PipelineGraph;
}

interface GroupParts extends DagParts {
  readonly parent: Dag;
  readonly settings: GroupSettings;
  readonly returned: { readonly [name: string]: Source };
}

/** Around branches; what it gives is what one of them gives. */
export interface BranchesDag extends GroupParts {
  readonly kind: "branches";
  readonly node: BranchesNode;
}

export interface BranchDag extends GroupParts {
  readonly kind: "branch";
  readonly branch: Branch;
  /** Conditions of the branches before it, none of which may hold. */
  readonly before: readonly Condition[];
}

export interface LoopDag extends GroupParts {
  readonly kind: "loop";
  readonly node: LoopNode;
}

export interface ExitHandlerDag extends GroupParts {
  readonly kind: "exitHandler";
  readonly node: ExitHandlerNode;
}

export interface TaskMember {
  readonly kind: "task";
  readonly name: string;
  readonly path: string;
  readonly parent: Dag;
  readonly node: TaskNode;
  /** It is the task of this exit handler. */
  readonly exitOf: ExitHandlerDag | undefined;
}

export interface Plan {
  readonly root: PipelineDag;
  /** What each node of the graph became, by its id. */
  readonly members: ReadonlyMap<number, Member>;
}

/** The DAG itself and those around it, inside out. */
export function enclosing(dag: Dag): readonly Dag[] {
  return dag.parent === undefined ? [dag] : [dag, ...enclosing(dag.parent)];
}

/** The DAG's tasks and groups and those of its groups, outside in. */
export function* allMembers(dag: Dag): Generator<Member> {
  for (const member of dag.members) {
    yield member;
    if (member.kind !== "task") yield* allMembers(member);
  }
}
