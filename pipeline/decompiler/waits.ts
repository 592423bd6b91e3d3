// Tells what a task waits for beyond the data that it takes.
import type { Composite, Source, TaskNode, TaskSettings, Upstream } from "../dsl/graph.ts";
import type { PipelineTaskSpec, TaskInputParameter } from "../ir/pipeline-spec.ts";
import { producersOf } from "./order-members.ts";
import type { Scope, ScopeMember } from "./scope.ts";

/** What it waits for without data; where it does not even wait for its data, exactly what it waits for. */
export function waits(
  scope: Scope,
  member: ScopeMember,
  settings: TaskSettings,
): Pick<TaskNode, "settings" | "waitsOnlyFor"> {
  const producers = new Set(producersOf({ task: withoutRawStatus(member) }));
  const waitsFor = new Set(member.task.dependentTasks ?? []);
  const upstream = (names: Iterable<string>) => [...names].flatMap((name) => upstreamNode(scope, name));
  if ([...producers].some((name) => !waitsFor.has(name)))
    return { settings, waitsOnlyFor: upstream(waitsFor) };
  const platforms = new Set(
    Object.values(settings.platforms).flatMap((config) => producersIn(scope, config)),
  );
  const isSaid = (name: string) => producers.has(name) || platforms.has(name) || name === member.exitOf;
  const more = [...waitsFor].filter((name) => !isSaid(name));
  return { settings: { ...settings, after: upstream(more) } };
}

/** A task waits for the handles in what it says to a platform as well. */
function producersIn(scope: Scope, config: Composite): readonly string[] {
  switch (config.kind) {
    case "json":
      return [];
    case "text":
      return config.parts.flatMap((part) => (typeof part === "string" ? [] : producerOf(scope, part)));
    case "list":
      return config.items.flatMap((item) => producersIn(scope, item));
    case "struct":
      return Object.values(config.fields).flatMap((field) => producersIn(scope, field));
    default:
      return config satisfies never;
  }
}

function producerOf(scope: Scope, source: Source): readonly string[] {
  if (source.kind === "field" || source.kind === "cast") return producerOf(scope, source.of);
  const found = source.kind === "output" ? scope.pipeline.nodes.get(source.node) : undefined;
  return found?.scope === scope ? [found.member.name] : [];
}

/** A status that is no handle makes no task wait. */
function withoutRawStatus(member: ScopeMember): PipelineTaskSpec {
  const { inputs } = member.task;
  const parameters = Object.entries(inputs?.parameters ?? {}).filter(([, input]) =>
    isOwnStatus(member, input),
  );
  return { ...member.task, inputs: { ...inputs, parameters: Object.fromEntries(parameters) } };
}

export function upstreamNode(scope: Scope, name: string): readonly Upstream[] {
  const member = scope.members.get(name);
  return member ? [{ kind: "task", pipeline: scope.pipeline.identity, node: member.id, name }] : [];
}

/** Only a task that waits for no other can have the status of one as a handle. */
export function isOwnStatus({ task }: ScopeMember, { taskFinalStatus: status }: TaskInputParameter): boolean {
  const waitsFor = task.dependentTasks ?? [];
  return status === undefined || (waitsFor.length === 1 && waitsFor[0] === status.producerTask);
}
