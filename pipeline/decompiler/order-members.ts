// Puts the tasks and groups of a DAG into an order in which they can be written: what is used comes first, and as far as
// that allows, so that tasks and groups get the numbers that they have.
import type { Scope, ScopeMember } from "./scope.ts";
import { groupBy } from "../ir/group-by.ts";

/** For each scope pairs of members of which the first would better come first. */
export type Preferences = ReadonlyMap<Scope, readonly (readonly [string, string])[]>;

interface Numbered {
  readonly base: string;
  readonly number: number;
  /** The scopes from the pipeline's own inwards, and the member in each that leads to it. */
  readonly path: readonly (readonly [Scope, string])[];
}

/** kfp's SDK numbers tasks of one component, and all groups of a pipeline, in the order in which they were written. */
export function preferences(root: Scope): Preferences {
  const byBase = groupBy(numbered(root, []), ({ base }) => base);
  const wanted = new Map<Scope, (readonly [string, string])[]>();
  for (const same of byBase.values()) {
    same.sort((a, b) => a.number - b.number);
    for (const [index, later] of same.entries()) {
      const earlier = same[index - 1];
      if (earlier !== undefined) addPreference(wanted, earlier, later);
    }
  }
  return wanted;
}

function numbered(scope: Scope, path: Numbered["path"]): readonly Numbered[] {
  return [...scope.members.values()].flatMap((member) => {
    const here = [...path, [scope, unitOf(member)] as const];
    const [, stem = member.name, digits] = /^(.*?)-(\d+)$/.exec(member.name) ?? [];
    const base = member.scope === undefined ? `task ${stem}` : "group";
    const own: Numbered = { base, number: digits === undefined ? 1 : Number(digits), path: here };
    return member.scope === undefined ? [own] : [own, ...numbered(member.scope, here)];
  });
}

function addPreference(
  wanted: Map<Scope, (readonly [string, string])[]>,
  { path: a }: Numbered,
  { path: b }: Numbered,
): void {
  const depth = a.findIndex((step, index) => step[1] !== b[index]?.[1]);
  const [scope, first] = a[depth] ?? [];
  const [, second] = b[depth] ?? [];
  if (scope === undefined || first === undefined || second === undefined) return; // one is inside the other
  const pairs = wanted.get(scope) ?? [];
  pairs.push([first, second]);
  wanted.set(scope, pairs);
}

/** An exit handler is written with the task that runs after it. */
function unitOf(member: ScopeMember): string {
  return member.exitOf ?? member.name;
}

/** Tasks of exit handlers are left out: they are written with their handlers. Throws if the tasks wait in a circle. */
export function orderMembers(scope: Scope, preferred: Preferences): readonly ScopeMember[] {
  const units = [...scope.members.values()].filter(({ exitOf }) => exitOf === undefined);
  units.sort((a, b) => compareNames(a.name, b.name));
  const places = new Map(units.map(({ name }, index) => [name, index]));
  const needs = edges(scope, places);
  const wishes = (preferred.get(scope) ?? []).flatMap(([first, second]) => {
    const [from, to] = [places.get(first), places.get(second)];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
  return sortTopologically(units.length, needs, wishes).map((place) => units[place] as ScopeMember); // a place is an index
}

function edges(scope: Scope, places: ReadonlyMap<string, number>): readonly (readonly [number, number])[] {
  return [...scope.members.values()].flatMap((member) => {
    const to = places.get(unitOf(member));
    return upstreamOf(member).flatMap((name) => {
      const upstream = scope.members.get(name);
      const from = upstream && places.get(unitOf(upstream));
      return from === undefined || to === undefined || from === to ? [] : [[from, to] as const];
    });
  });
}

export function upstreamOf({ task }: ScopeMember): readonly string[] {
  return [...new Set([...(task.dependentTasks ?? []), ...producersOf({ task })])];
}

/** The tasks that make its inputs. */
export function producersOf({ task }: Pick<ScopeMember, "task">): readonly string[] {
  const { parameters = {}, artifacts = {} } = task.inputs ?? {};
  return [
    ...Object.values(parameters).flatMap(
      ({ taskOutputParameter: output, taskFinalStatus: status }) =>
        output?.producerTask ?? status?.producerTask ?? [],
    ),
    ...Object.values(artifacts).flatMap(({ taskOutputArtifact: output }) => output?.producerTask ?? []),
  ];
}

/** Needs hold always, wishes as long as they do not stand against needs or each other. */
function sortTopologically(
  count: number,
  needs: readonly (readonly [number, number])[],
  wishes: readonly (readonly [number, number])[],
): readonly number[] {
  const graph = { needs: following(count, needs), wishes: following(count, wishes) };
  const open = { needs: counts(count, needs), wishes: counts(count, wishes) };
  const isReady = (place: number) => open.needs[place] === 0;
  const isWished = (place: number) => open.wishes[place] === 0;
  const best = new Heap();
  const other = new Heap();
  const order: number[] = [];
  const done = new Set<number>();
  const offer = (place: number) => {
    if (!isReady(place)) return;
    (isWished(place) ? best : other).add(place);
  };
  for (let place = 0; place < count; place += 1) offer(place);
  while (order.length < count) {
    const place = best.take() ?? other.take();
    if (place === undefined) throw new Error("tasks wait for each other in a circle");
    if (done.has(place)) continue;
    done.add(place);
    order.push(place);
    for (const [kind, next] of [
      ...(graph.needs[place] ?? []).map((next) => ["needs", next] as const),
      ...(graph.wishes[place] ?? []).map((next) => ["wishes", next] as const),
    ]) {
      open[kind][next] = (open[kind][next] ?? 0) - 1;
      if (open[kind][next] === 0 && !done.has(next)) offer(next);
    }
  }
  return order;
}

function following(count: number, pairs: readonly (readonly [number, number])[]): readonly number[][] {
  const next = Array.from({ length: count }, (): number[] => []);
  for (const [from, to] of pairs) next[from]?.push(to);
  return next;
}

function counts(count: number, pairs: readonly (readonly [number, number])[]): number[] {
  const open = Array.from({ length: count }, () => 0);
  for (const [, to] of pairs) open[to] = (open[to] ?? 0) + 1;
  return open;
}

/** As a person counts: `step-2` before `step-10`. */
function compareNames(a: string, b: string): number {
  const split = (name: string) => /^(.*?)(?:-(\d+))?$/s.exec(name) ?? [];
  const [, stemA = a, numberA = "0"] = split(a);
  const [, stemB = b, numberB = "0"] = split(b);
  if (stemA !== stemB) return stemA < stemB ? -1 : 1;
  return Number(numberA) - Number(numberB);
}

/** Gives the smallest number first. */
class Heap {
  readonly #items: number[] = [];

  add(item: number): void {
    const items = this.#items;
    let index = items.push(item) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if ((items[above] ?? 0) <= item) break;
      items[index] = items[above] ?? 0;
      index = above;
    }
    items[index] = item;
  }

  take(): number | undefined {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= items.length) break;
      const right = left + 1;
      const smaller = right < items.length && (items[right] ?? 0) < (items[left] ?? 0) ? right : left;
      if ((items[smaller] ?? 0) >= last) break;
      items[index] = items[smaller] ?? 0;
      index = smaller;
    }
    items[index] = last;
    return first;
  }
}
