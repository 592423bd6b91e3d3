// Finds what waits for what without data: `after` binds the two tasks, or the groups around them that stand side by side.
import type { Upstream } from "../dsl/graph.ts";
import { allMembers, type Dag, type Member, type Plan } from "./dag.ts";
import { homeOf, memberOf, rootOf } from "./sources.ts";

/** For each task and group the names of those beside it that it waits for. */
export type Orders = ReadonlyMap<Member, ReadonlySet<string>>;

export function orderTasks(plan: Plan): Orders {
  const orders = new Map<Member, Set<string>>();
  for (const member of allMembers(plan.root)) {
    const { after } = member.kind === "task" ? member.node.settings : member.settings;
    for (const upstream of after) {
      const producer = upstreamMember(plan, upstream);
      if (producer === undefined) continue;
      const waiting = ancestorIn(member, producer.parent);
      if (waiting === undefined) continue;
      const names = orders.get(waiting) ?? new Set();
      orders.set(waiting, names.add(producer.name));
    }
  }
  return orders;
}

/** Inputs and items are there from the start: nothing makes them. */
export function upstreamMember(plan: Plan, upstream: Upstream): Member | undefined {
  if (upstream.kind === "task") return memberOf(plan, upstream.node);
  const root = rootOf(upstream.source);
  return root.kind === "output" && homeOf(plan, root) ? memberOf(plan, root.node) : undefined;
}

/** The member itself or the group around it that stands in `dag`. */
function ancestorIn(member: Member, dag: Dag | undefined): Member | undefined {
  if (member.parent === dag) return member;
  return member.parent === undefined || member.parent.kind === "pipeline"
    ? undefined
    : ancestorIn(member.parent, dag);
}
