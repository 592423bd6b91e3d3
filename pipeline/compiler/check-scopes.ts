// Every value must be used where it can be had: in the body that makes it, or in bodies inside of that.
import type { Source, Upstream } from "../dsl/graph.ts";
import {
  allMembers,
  type Dag,
  enclosing,
  type GroupDag,
  type Member,
  type Plan,
  type TaskMember,
} from "./dag.ts";
import type { Problem } from "./problem.ts";
import { homeOf, type RootSource, rootOf } from "./sources.ts";
import { sourcesOfArgument, sourcesOfGroup, sourcesOfSettings } from "./thread-inputs.ts";

export function checkScopes(plan: Plan): readonly Problem[] {
  const members = [...allMembers(plan.root)].flatMap((member) =>
    member.kind === "task"
      ? checkTask(plan, member)
      : [...checkGroup(plan, member), ...checkReturned(plan, member)],
  );
  return [...members, ...checkReturned(plan, plan.root)];
}

function checkTask(plan: Plan, task: TaskMember): readonly Problem[] {
  const { node } = task;
  const given = Object.entries({ ...node.arguments, ...node.undeclared });
  const inputs = given.flatMap(([input, argument]) =>
    sourcesOfArgument(argument).flatMap((source) =>
      checkSource(plan, task, task.parent, `input "${input}"`, source),
    ),
  );
  const settings = sourcesOfSettings(node.settings).flatMap((source) =>
    checkSource(plan, task, task.parent, "a setting", source),
  );
  const awaited = [...node.settings.after, ...(node.waitsOnlyFor ?? [])];
  return [...inputs, ...settings, ...awaited.flatMap((upstream) => checkUpstream(plan, task, upstream))];
}

function checkGroup(plan: Plan, group: GroupDag): readonly Problem[] {
  const what = group.kind === "loop" ? "its list of items" : "its condition";
  return [
    ...sourcesOfGroup(group).flatMap((source) => checkSource(plan, group, group.parent, what, source)),
    ...group.settings.after.flatMap((upstream) => checkUpstream(plan, group, upstream)),
  ];
}

function checkUpstream(plan: Plan, task: Member, upstream: Upstream): readonly Problem[] {
  if (upstream.kind === "source") {
    return checkSource(plan, task, task.parent, "after()", upstream.source);
  }
  const isOurs = upstream.pipeline === plan.root.graph.identity;
  const home = isOurs ? plan.members.get(upstream.node)?.parent : undefined;
  if (home !== undefined && task.parent !== undefined && enclosing(task.parent).includes(home)) return [];
  const from = isOurs ? `inside ${home?.path}` : `in the pipeline "${upstream.pipeline.name}"`;
  const message = `after() waits for "${upstream.name}", which runs ${from}. Return a handle from that body and wait for it.`;
  return [{ code: "REF_OUT_OF_SCOPE", where: task.path, message }];
}

/** Whether `user` can have the value in `dag`. */
function checkSource(
  plan: Plan,
  user: Member | Dag,
  dag: Dag,
  what: string,
  source: Source,
): readonly Problem[] {
  const where = user.path;
  const root = rootOf(source);
  if (root.pipeline !== plan.root.graph.identity) {
    const message = `${what} takes ${shownSource(plan, root)} of the pipeline "${root.pipeline.name}". Give it to this one as an input.`;
    return [{ code: "REF_OUT_OF_SCOPE", where, message }];
  }
  if (root.kind === "status") return checkStatus(plan, user, what, root);
  const home = homeOf(plan, root);
  if (home !== undefined && enclosing(dag).includes(home)) return [];
  const message = `${what} takes ${shownSource(plan, root)} from inside ${home?.path}. Return it from that body and take what the body gives.`;
  return [{ code: "REF_OUT_OF_SCOPE", where, message }];
}

/** Only the handler's own task is told how the body ended; how a task ended, those that run all the same. */
function checkStatus(plan: Plan, user: Member | Dag, what: string, status: RootSource): readonly Problem[] {
  const where = user.path;
  const handler = status.kind === "status" ? plan.members.get(status.node) : undefined;
  if (user.kind === "task" && user.exitOf !== undefined && user.exitOf === handler) return [];
  if (user.kind === "task" && handler?.kind === "task") {
    if (user.node.settings.ignoreUpstreamFailure && user.parent === handler.parent) return [];
    const message = `${what} takes the final status of "${handler.name}". Use it beside that task only, in a task with ignoreUpstreamFailure().`;
    return [{ code: "FINAL_STATUS", where, message }];
  }
  const message = `${what} takes the status of ${handler?.path}. Use it in the task of that exit handler only.`;
  return [{ code: "REF_OUT_OF_SCOPE", where, message }];
}

/** KFP lets a DAG give only what a task in it makes, and whole. */
function checkReturned(plan: Plan, dag: Dag): readonly Problem[] {
  if (dag.kind === "branches") return [];
  return Object.entries(dag.returned).flatMap(([name, source]) =>
    source.kind === "oneOf"
      ? source.of.flatMap((one) => checkReturnedSource(plan, dag, name, one))
      : checkReturnedSource(plan, dag, name, source),
  );
}

function checkReturnedSource(plan: Plan, dag: Dag, name: string, source: Source): readonly Problem[] {
  const root = rootOf(source);
  const isOurs = root.pipeline === plan.root.graph.identity;
  const home = isOurs ? homeOf(plan, root) : undefined;
  if (isOurs && home !== undefined && !enclosing(dag).includes(home)) {
    return checkSource(plan, dag, dag, `output "${name}"`, source);
  }
  const isMadeHere = root.kind === "output" && home === dag;
  if (isMadeHere && !hasField(source)) return [];
  const what = isMadeHere ? "a field of an output" : `${shownSource(plan, root)}, which no task in it makes`;
  const message = `output "${name}" is ${what}. Call a component in the body that gives it as an output.`;
  return [{ code: "OUTPUT_FROM_OUTSIDE", where: dag.path, message }];
}

function hasField(source: Source): boolean {
  return source.kind === "field" || (source.kind === "cast" && hasField(source.of));
}

function shownSource(plan: Plan, source: RootSource): string {
  const isOurs = source.pipeline === plan.root.graph.identity;
  switch (source.kind) {
    case "input":
      return `the input "${source.name}"`;
    case "output": {
      const task = isOurs ? plan.members.get(source.node)?.name : undefined;
      return task === undefined
        ? `the output "${source.output}"`
        : `the output "${source.output}" of "${task}"`;
    }
    case "item":
      return "the item of a loop";
    case "status":
      return "the status of an exit handler";
    default:
      return source satisfies never;
  }
}
