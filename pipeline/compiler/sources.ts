// Where a value stands in the tree of DAGs, and what KFP calls it.
import type { Source } from "../dsl/graph.ts";
import type { Dag, Member, Plan } from "./dag.ts";

/** A value without the views on it: fields and casts. */
export type RootSource = Exclude<Source, { kind: "field" | "cast" }>;

export function rootOf(source: Source): RootSource {
  return source.kind === "field" || source.kind === "cast" ? rootOf(source.of) : source;
}

/** The fields to take out of the root, outermost first. */
export function fieldsOf(source: Source): readonly string[] {
  if (source.kind === "cast") return fieldsOf(source.of);
  return source.kind === "field" ? [...fieldsOf(source.of), source.name] : [];
}

/** The DAG in which the value is at hand: where its task stands, the body of its loop, the pipeline's own. */
export function homeOf(plan: Plan, source: RootSource): Dag | undefined {
  switch (source.kind) {
    case "input":
      return plan.root;
    case "output":
      return plan.members.get(source.node)?.parent;
    case "item": {
      const loop = plan.members.get(source.node);
      return loop?.kind === "loop" ? loop : undefined;
    }
    case "status":
      return plan.members.get(source.node)?.parent;
    default:
      return source satisfies never;
  }
}

/** Two sources with the same key are the same value. */
export function sourceKey(plan: Plan, source: Source): string {
  const root = rootOf(source);
  const fields = JSON.stringify(fieldsOf(source));
  switch (root.kind) {
    case "input":
      return `input ${root.name} ${fields}`;
    case "output":
      return `output ${root.node} ${outputKey(plan, memberOf(plan, root.node), root.output)} ${fields}`;
    case "item":
    case "status":
      return `${root.kind} ${root.node} ${fields}`;
    default:
      return root satisfies never;
  }
}

/** The name a value goes by where it is threaded through DAGs, without `pipelinechannel--`. */
function channelName(plan: Plan, source: Source): string {
  switch (source.kind) {
    case "input":
      return source.name;
    case "output": {
      const member = memberOf(plan, source.node);
      return `${member.name}-${outputKey(plan, member, source.output)}`;
    }
    case "item":
      return itemChannel(plan, memberOf(plan, source.node));
    case "field":
      return `${channelName(plan, source.of)}-subvar-${legalText(source.name)}`;
    case "cast":
      return channelName(plan, source.of);
    case "status":
      return `${memberOf(plan, source.node).name}-status`;
    default:
      return source satisfies never;
  }
}

/** Names stand in quotes in placeholders and conditions, and a field may be called anything. */
function legalText(field: string): string {
  return field.replace(/[^\p{L}\p{M}\p{N}_\-. ]/gu, "-");
}

/** What has the prefix already is an input of what was a group once. */
export function channelInput(plan: Plan, source: Source): string {
  const name = channelName(plan, source);
  return name.startsWith(channelPrefix) ? name : `${channelPrefix}${name}`;
}

const channelPrefix = "pipelinechannel--";

/** The name of an output of the task that a member is: a component's own, or that of a group. */
export function outputKey(plan: Plan, member: Member, output: string): string {
  return member.kind === "task" ? output : `${channelPrefix}${outputChannel(plan, member, output)}`;
}

/** A group gives on what a task in it makes, under the name of that task; so does what was written as a pipeline. */
function outputChannel(plan: Plan, member: Member, output: string): string {
  if (member.kind === "task") {
    return output.startsWith(channelPrefix) ? output.slice(channelPrefix.length) : `${member.name}-${output}`;
  }
  if (member.kind === "branches") {
    return `${member.name}-oneof-${Object.keys(member.returned).indexOf(output) + 1}`;
  }
  const source = member.returned[output];
  const root = source && rootOf(source);
  return root?.kind === "output" ? outputChannel(plan, memberOf(plan, root.node), root.output) : output;
}

/** The name that the items of a loop go by. */
export function itemChannel(plan: Plan, loop: Member): string {
  if (loop.kind !== "loop") throw new Error(`${loop.path} is no loop`);
  const { items, itemName } = loop.node;
  if (itemName !== undefined) return itemName;
  return items.kind === "constant"
    ? `loop-item-param-${items.number}`
    : `${channelName(plan, items.source)}-loop-item`;
}

/** Checks have made sure that the node is one of this pipeline. */
export function memberOf(plan: Plan, node: number): Member {
  const member = plan.members.get(node);
  if (member === undefined) throw new Error(`${plan.root.path}: no node has the id ${node}`);
  return member;
}
