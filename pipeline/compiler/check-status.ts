// Tasks that are told how others ended, and tasks that run although others failed.
import type { Source, Upstream } from "../dsl/graph.ts";
import { allMembers, type Member, type Plan, type TaskMember } from "./dag.ts";
import { upstreamMember } from "./order-tasks.ts";
import type { Problem } from "./problem.ts";
import { homeOf, memberOf, rootOf } from "./sources.ts";
import { sourcesOfTask } from "./thread-inputs.ts";

export function checkStatus(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) =>
    member.kind === "task"
      ? [
          ...checkStatusGiven(member),
          ...checkOnlyUpstream(plan, member),
          ...checkIgnoredFailure(plan, member),
        ]
      : [],
  );
}

/** What takes a status is told nothing without one. */
function checkStatusGiven({ path, node }: TaskMember): readonly Problem[] {
  return Object.entries(node.component.inputs)
    .filter(([name, { type }]) => isStatus(type) && !Object.hasOwn(node.arguments, name))
    .map(([name]) => {
      const message = `input "${name}" is told how something ended, but is given nothing. Give the status of exitHandler(), or finalStatus() of a task.`;
      return { code: "FINAL_STATUS", where: path, message };
    });
}

function isStatus(type: { readonly kind: string; readonly type?: string }): boolean {
  return type.kind === "parameter" && type.type === "TASK_FINAL_STATUS";
}

/** kfp's rule: otherwise a backend could not tell whose status is meant. */
function checkOnlyUpstream(plan: Plan, task: TaskMember): readonly Problem[] {
  const told = sourcesOfTask(task)
    .map(rootOf)
    .filter((source) => source.pipeline === plan.root.graph.identity)
    .find((source) => source.kind === "status" && plan.members.get(source.node)?.kind === "task");
  if (told?.kind !== "status") return [];
  const awaited = awaitedBy(plan, task);
  awaited.add(memberOf(plan, told.node));
  if (awaited.size === 1) return [];
  const names = [...awaited].map(({ name }) => `"${name}"`).join(", ");
  const message = `it takes the final status of "${memberOf(plan, told.node).name}", but waits for ${names}. Let it wait for that task only.`;
  return [{ code: "FINAL_STATUS", where: task.path, message }];
}

/** What stands beside the task and must have ended before it starts. */
function awaitedBy(plan: Plan, task: TaskMember): Set<Member> {
  const { settings, waitsOnlyFor } = task.node;
  const sources = sourcesOfTask(task).map((source): Upstream => ({ kind: "source", source }));
  const members = (waitsOnlyFor ?? [...settings.after, ...sources])
    .filter((upstream) => isOurs(plan, upstream))
    .flatMap((upstream) => upstreamMember(plan, upstream) ?? []);
  return new Set(members.filter(({ parent }) => parent === task.parent));
}

function isOurs(plan: Plan, upstream: Upstream): boolean {
  const { pipeline } = upstream.kind === "task" ? upstream : rootOf(upstream.source);
  return pipeline === plan.root.graph.identity;
}

/** What a failed task should have made is not there. */
function checkIgnoredFailure(plan: Plan, { path, parent, node }: TaskMember): readonly Problem[] {
  if (!node.settings.ignoreUpstreamFailure) return [];
  return Object.entries(node.arguments).flatMap(([name, argument]): readonly Problem[] => {
    if (argument.kind === "constant" || argument.kind === "raw" || argument.kind === "composite") return [];
    const producer = producerBeside(plan, parent, argument);
    const input = Object.hasOwn(node.component.inputs, name) ? node.component.inputs[name] : undefined;
    if (producer === undefined || input === undefined || input.optional || input.default !== undefined)
      return [];
    const message = `input "${name}" comes from "${producer.name}", which may fail before it gives anything. Make the input optional or give it a default, or leave out ignoreUpstreamFailure().`;
    return [{ code: "UPSTREAM_MAY_FAIL", where: path, message }];
  });
}

function producerBeside(plan: Plan, parent: TaskMember["parent"], source: Source): Member | undefined {
  const root = rootOf(source);
  if (root.kind !== "output" || root.pipeline !== plan.root.graph.identity) return undefined;
  return homeOf(plan, root) === parent ? memberOf(plan, root.node) : undefined;
}
