// Finds groups and tasks whose number is another one, as condition-3 that was condition-2: groups by the names of the
// tasks that they hold, tasks by what they are.
import { objectOf, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import { stemOf, wiredContentText } from "./task-content.ts";
import type { Names } from "./rename-in-dag.ts";

type Files = readonly [CanonicalFile, CanonicalFile];

/**
 * New names of tasks in the DAG at `dag`. A group of the first pipeline that is in the way, and none of the second, is
 * called "NAME (before)".
 */
export function matchGroups([a, b]: Files, dag: readonly string[]): Names {
  const [old, now] = [groupsIn(a, dag), groupsIn(b, dag)];
  const names = new Map<string, string>();
  const targetsByStem = groupBy(now, ({ stem }) => stem);
  for (const [stem, from] of groupBy(old, (group) => group.stem)) {
    const pairs = matched(from, targetsByStem.get(stem) ?? []);
    for (const [name, to] of pairs) names.set(name, to);
  }
  const renamed = new Map([...names].filter(([from, to]) => from !== to));
  const targets = new Set(renamed.values());
  const inTheWay = old.filter(({ name }) => !names.has(name) && targets.has(name));
  for (const { name } of inTheWay) renamed.set(name, `${name} (before)`);
  return renamed;
}

/** The most alike first; of those that are as much alike, the ones that kept their names. */
function matched(old: readonly Group[], now: readonly Group[]): Names {
  const [names, taken] = [new Map<string, string>(), new Set<string>()];
  const pairs = old.length * now.length > mostPairs ? byContent(old, now) : byLikeness(old, now);
  for (const [from, to] of pairs) {
    if (names.has(from.name) || taken.has(to.name)) continue;
    names.set(from.name, to.name);
    taken.add(to.name);
  }
  return names;
}

const mostPairs = 10_000;

type Pairs = readonly (readonly [Group, Group])[];

function byLikeness(old: readonly Group[], now: readonly Group[]): Pairs {
  return old
    .flatMap((from) => now.map((to) => ({ from, to, alike: likeness(from, to) })))
    .filter(({ alike }) => alike >= leastAlike)
    .sort((x, y) => y.alike - x.alike || Number(isSame(y)) - Number(isSame(x)))
    .map(({ from, to }) => [from, to]);
}

/** Of very many only those that kept their names, and those that nothing else is like. */
function byContent(old: readonly Group[], now: readonly Group[]): Pairs {
  const contentOf = ({ tasks }: Group): string => JSON.stringify(tasks);
  const [kept, targets] = [new Map(now.map((to) => [to.name, to])), groupBy(now, contentOf)];
  const same = old.flatMap((from): Pairs => {
    const to = kept.get(from.name);
    return to !== undefined && contentOf(from) === contentOf(to) ? [[from, to]] : [];
  });
  const others = [...groupBy(old, contentOf)].flatMap(([content, [from, ...more]]): Pairs => {
    const [to, ...rest] = targets.get(content) ?? [];
    return from && to && more.length + rest.length === 0 ? [[from, to]] : [];
  });
  return [...same, ...others];
}

/** Of the tasks of both, how many both have. */
const leastAlike = 0.5;

interface Group {
  readonly name: string;
  /** The name without its number. */
  readonly stem: string;
  /** What they hold, without numbers; of a task that is no group, its content. */
  readonly tasks: readonly string[];
}

function isSame({ from, to }: { readonly from: Group; readonly to: Group }): boolean {
  return from.name === to.name;
}

function likeness(a: Group, b: Group): number {
  const left = [...b.tasks];
  const both = a.tasks.filter((task) => {
    const at = left.indexOf(task);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return both / Math.max(1, a.tasks.length + b.tasks.length - both);
}

function taskNames(file: CanonicalFile, dag: readonly string[]): readonly string[] {
  return Object.keys(objectOf(objectOf(partAt(file, dag)["dag"])["tasks"]));
}

/** Those whose names have a number, or would have with another number. */
function groupsIn(file: CanonicalFile, dag: readonly string[]): readonly Group[] {
  const names = taskNames(file, dag);
  return names.map((name): Group => {
    const path = [...dag, name];
    const isGroup = partAt(file, path)["dag"] !== undefined;
    const leaves = isGroup ? leafNames(file, path, 0).map(stemOf) : [wiredContentText(file, path)];
    return { name, stem: stemOf(name), tasks: leaves };
  });
}

/** The task, and all that are in it. */
export function countTasks(file: CanonicalFile, path: readonly string[], depth = 0): number {
  const inner = depth < deepest ? taskNames(file, path) : [];
  return inner.reduce((sum, name) => sum + countTasks(file, [...path, name], depth + 1), 1);
}

/** A component may contain itself. */
const deepest = 20;

/** Empty of what is no group. */
function leafNames(file: CanonicalFile, dag: readonly string[], depth: number): readonly string[] {
  return taskNames(file, dag).flatMap((name) => {
    const isGroup = depth < deepest && partAt(file, [...dag, name])["dag"] !== undefined;
    return isGroup ? leafNames(file, [...dag, name], depth + 1) : [name];
  });
}
