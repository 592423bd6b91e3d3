// A run's tasks, a list, to the tree that they stand in, and which of them get a place of their own on the page.
import { groupBy } from "../../../ir/group-by.ts";
import { isIteration, parentPath, type RunRecord, type TaskRecord } from "../../record/run-record.ts";

export interface TaskNode {
  readonly task: TaskRecord;
  readonly depth: number;
  /** Those that are shown one by one. */
  readonly children: readonly TaskNode[];
  /** Those that are only counted, in a loop with many. */
  readonly folded: readonly TaskRecord[];
}

export interface TaskTree {
  readonly roots: readonly TaskNode[];
  /** All that have a place of their own, from the top. */
  readonly shown: readonly TaskNode[];
  readonly byPath: ReadonlyMap<string, TaskNode>;
  readonly childrenOf: (path: string) => readonly TaskRecord[];
}

/** A loop of more iterations shows these, and counts the rest. */
const foldAbove = 40;
const firstShown = 5;
const slowestShown = 5;
const troubledShown = 25;
/** In the whole page. */
const mostShown = 1000;

export function taskTree({ tasks }: Pick<RunRecord, "tasks">): TaskTree {
  const children = groupBy(tasks, ({ path }) => parentPath(path));
  const childrenOf = (path: string): readonly TaskRecord[] => children.get(path) ?? [];
  const byPath = new Map<string, TaskNode>();
  const shown: TaskNode[] = [];
  const grow = (task: TaskRecord, depth: number): TaskNode => {
    const parts = childrenOf(task.path);
    const kept = keepSome(parts);
    const below: TaskNode[] = [];
    const node: TaskNode = { task, depth, children: below, folded: parts.filter((part) => !kept.has(part)) };
    byPath.set(task.path, node);
    shown.push(node);
    for (const part of parts) {
      if (kept.has(part) && hasRoom(part, shown.length)) below.push(grow(part, depth + 1));
    }
    return node;
  };
  const roots: TaskNode[] = [];
  for (const task of childrenOf("")) {
    if (hasRoom(task, shown.length)) roots.push(grow(task, 0));
  }
  return { roots, shown, byPath, childrenOf };
}

/** Where the page is full, what went wrong still gets in, to a degree. */
function hasRoom({ state }: TaskRecord, taken: number): boolean {
  return taken < (isTroubled(state) ? mostShown * 1.2 : mostShown);
}

function isTroubled(state: TaskRecord["state"]): boolean {
  return state !== "SUCCEEDED" && state !== "CACHED" && state !== "SKIPPED";
}

function keepSome(parts: readonly TaskRecord[]): ReadonlySet<TaskRecord> {
  const first = parts[0];
  if (parts.length <= foldAbove || first === undefined || !isIteration(first.path)) return new Set(parts);
  const slowest = [...parts].sort((a, b) => b.seconds - a.seconds).slice(0, slowestShown);
  const troubled = parts.filter(({ state }) => isTroubled(state)).slice(0, troubledShown);
  return new Set([...parts.slice(0, firstShown), ...slowest, ...troubled]);
}
