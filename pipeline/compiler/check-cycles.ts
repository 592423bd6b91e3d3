// Tasks and groups must not wait for themselves: by after(), by the values they take, or by what is inside of a group.
// Takes time in proportion to the pipeline and no stack, however long its chains are.
import type { Source, Upstream } from "../dsl/graph.ts";
import { cycleText, findCycles } from "../ir/find-cycles.ts";
import { allMembers, type Dag, type Member, type Plan } from "./dag.ts";
import { upstreamMember } from "./order-tasks.ts";
import type { Problem } from "./problem.ts";
import { rootOf } from "./sources.ts";
import { sourcesOfGroup, sourcesOfTask } from "./thread-inputs.ts";

/** For each task and group those beside it that it waits for, and which task or group in it is the reason. */
type Waits = ReadonlyMap<Member, ReadonlyMap<Member, Member>>;

/** One for each cycle; where cycles have tasks in common, at least one of them is found. */
export function checkCycles(plan: Plan): readonly Problem[] {
  const waits = waitsOf(plan);
  return findCycles(waits.keys(), (member) => waits.get(member)?.keys() ?? []).map((cycle): Problem => {
    const message = `waits for itself: ${chain(cycle, waits)}. Take away an after(), or a value that one takes of the next.`;
    return { code: "CYCLE", where: cycle[0]?.path ?? plan.root.path, message };
  });
}

/** What is said of a task inside of a group binds the group, where it is the group that stands beside the other. */
function waitsOf(plan: Plan): Waits {
  const waits = new Map<Member, Map<Member, Member>>();
  for (const member of allMembers(plan.root)) {
    for (const producer of producersOf(plan, member)) {
      const waiting = memberIn(producer.parent, member);
      if (waiting === undefined) continue;
      const awaited = waits.get(waiting) ?? new Map<Member, Member>();
      waits.set(waiting, awaited);
      if (!awaited.has(producer)) awaited.set(producer, member);
    }
  }
  return waits;
}

function producersOf(plan: Plan, member: Member): readonly Member[] {
  const isTask = member.kind === "task";
  const after = isTask ? (member.node.waitsOnlyFor ?? member.node.settings.after) : member.settings.after;
  const values = isTask ? sourcesOfTask(member) : sourcesOfGroup(member);
  const exit = isTask && member.exitOf !== undefined ? [member.exitOf] : [];
  return [
    ...after.flatMap((upstream) => (isOurs(plan, upstream) ? (upstreamMember(plan, upstream) ?? []) : [])),
    ...values.flatMap((source) => producerOf(plan, source) ?? []),
    ...exit,
  ];
}

/** What is of another pipeline another check reports. */
function isOurs(plan: Plan, upstream: Upstream): boolean {
  const { pipeline } = upstream.kind === "task" ? upstream : rootOf(upstream.source);
  return pipeline === plan.root.graph.identity;
}

function producerOf(plan: Plan, source: Source): Member | undefined {
  const root = rootOf(source);
  if (root.pipeline !== plan.root.graph.identity) return undefined;
  return root.kind === "output" || root.kind === "status" ? plan.members.get(root.node) : undefined;
}

/** The member itself, or the group around it that stands in `dag`. */
function memberIn(dag: Dag, member: Member): Member | undefined {
  let found = member;
  while (found.parent !== dag) {
    if (found.parent.kind === "pipeline") return undefined;
    found = found.parent;
  }
  return found;
}

function chain(cycle: readonly Member[], waits: Waits): string {
  const links = cycle.map((member, index) => {
    const reason = reasonOf(waits, member, cycle[(index + 1) % cycle.length]);
    return reason === member ? `"${member.name}"` : `"${member.name}" (for "${reason.name}" in it)`;
  });
  return cycleText(links, "waits for", `"${cycle[0]?.name}"`);
}

/** Of a group the task or group in it that waits; else the task itself. */
function reasonOf(waits: Waits, member: Member, awaited: Member | undefined): Member {
  return (awaited && waits.get(member)?.get(awaited)) ?? member;
}
