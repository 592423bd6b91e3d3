// Bodies must hold tasks, and the task of an exit handler must be one that can always run.
import { allMembers, type Dag, type ExitHandlerDag, type Member, type Plan, type TaskMember } from "./dag.ts";
import type { Problem } from "./problem.ts";
import { homeOf, type RootSource, rootOf } from "./sources.ts";
import { sourcesOfTask } from "./thread-inputs.ts";

export function checkBodies(plan: Plan): readonly Problem[] {
  const groups = [...allMembers(plan.root)].filter((member) => member.kind !== "task");
  return [plan.root, ...groups].flatMap((dag) => [
    ...checkNotEmpty(dag),
    ...(dag.kind === "exitHandler" ? checkExit(plan, dag) : []),
  ]);
}

function checkNotEmpty(dag: Dag): readonly Problem[] {
  if (dag.members.length > 0) return [];
  const what = dag.kind === "pipeline" ? "the pipeline" : "its body";
  return [{ code: "EMPTY_BODY", where: dag.path, message: `${what} has no tasks. Call a component in it.` }];
}

function checkExit(plan: Plan, handler: ExitHandlerDag): readonly Problem[] {
  const problem = (where: string, message: string): Problem => ({ code: "EXIT_TASK", where, message });
  const [exit, ...more] = handler.node.onExit;
  if (exit?.kind !== "task" || more.length > 0) {
    return [problem(handler.path, "its first function must make one task. Call one component in it.")];
  }
  const task = plan.members.get(exit.id) as Extract<Member, { kind: "task" }>; // a task node is a task
  const awaited = [
    ...sourcesOfTask(task).filter((source) => isMadeBeside(plan, task, rootOf(source))),
    ...task.node.settings.after,
  ];
  if (awaited.length === 0) return [];
  const message =
    "runs after an exit handler but waits for other tasks. Give it constants, inputs and the status.";
  return [problem(task.path, message)];
}

/** What a DAG around this one made is there already. */
function isMadeBeside(plan: Plan, task: TaskMember, source: RootSource): boolean {
  return source.kind === "output" && homeOf(plan, source) === task.parent;
}
