// Compares two IR files by what they mean: spelling does not count, and neither does what components and executors are
// called. References are followed from the root, so what nobody refers to is not looked at.
import { isObject, own, type JsonObject } from "../json-object.ts";
import type { PipelineFile } from "../pipeline-file.ts";
import type { Json } from "../pipeline-spec.ts";
import { calledName, canonicalFile, objectOf, type CanonicalFile } from "./canonical-file.ts";
import { entryDifferences, type JsonDifference, unionOfKeys } from "./json-difference.ts";
import { groupBy } from "../group-by.ts";

/**
 * One place that differs, with what stands there in `a` and in `b`; absent is what is not there. Values are canonical:
 * without fields that hold their default, durations as `60s`, a Concat or IfPresent as JSON and not as text.
 */
export interface IrDifference {
  /** The names of the tasks that lead from the root to the DAG in which the difference is; `[]` is the root's DAG. */
  readonly dag: readonly string[];
  /** The task of that DAG whose own fields, component or executor differ; absent for the DAG's own. */
  readonly task?: string;
  /**
   * A JSON pointer without its first slash, such as `inputs/parameters/rate/runtimeValue/constant`. `""` is the task as a
   * whole. What a task calls is below `component`, `executor` and `platforms/NAME`; what is the file's own, at `[]`
   * without a task, below `pipelineInfo`, `schemaVersion`, `defaultPipelineRoot` and `platforms`.
   */
  readonly path: string;
  readonly a?: Json;
  readonly b?: Json;
}

/**
 * Empty if both are the same pipeline. A component that many tasks call is compared once, and what differs in it is said
 * of the first of them. Example: a task that retries twice in one file only gives
 * `{ dag: [], task: "train", path: "retryPolicy", b: { maxRetryCount: 2 } }`.
 */
export function irDifferences(a: PipelineFile, b: PipelineFile): readonly IrDifference[] {
  return compare(a, b).found;
}

/**
 * The calls of components that were compared at another task already: by the path to that task, as JSON, the paths to the
 * others. What differs in the component differs there as well.
 */
export function repeatedCalls(
  a: PipelineFile,
  b: PipelineFile,
): ReadonlyMap<string, readonly (readonly string[])[]> {
  const calls = groupBy(compare(a, b).ahead, ({ names }) => JSON.stringify(names));
  const paths = [...calls.values()].map((same) => same.map(({ place }) => [...place.dag, place.task ?? ""]));
  return new Map(
    paths.flatMap(([first, ...rest]) => (rest.length > 0 ? [[JSON.stringify(first), rest]] : [])),
  );
}

function compare(a: PipelineFile, b: PipelineFile): Walk {
  const sides: Sides = [canonicalFile(a), canonicalFile(b)];
  const walk: Walk = { sides, found: [], seen: new Set(), ahead: [] };
  report(walk, { dag: [] }, entryDifferences(sides[0].own, sides[1].own, ""));
  compareComponents(walk, { dag: [] }, [sides[0].root, sides[1].root]);
  for (const call of walk.ahead) compareCalled(walk, call); // which adds to it: the outermost come first
  return walk;
}

type Pair<T> = readonly [T, T];
type Sides = Pair<CanonicalFile>;

interface Place {
  readonly dag: readonly string[];
  readonly task?: string;
}

/** A task of both files, and the names of the components that it calls. */
interface Call {
  readonly place: Place;
  readonly names: Pair<string>;
}

interface Walk {
  readonly sides: Sides;
  readonly found: IrDifference[];
  readonly seen: Set<string>;
  readonly ahead: Call[];
}

function compareCalled(walk: Walk, { place, names: [x, y] }: Call): void {
  if (!isFirst(walk, "component", x, y)) return;
  const [a, b] = walk.sides;
  compareComponents(walk, place, [own(a.components, x), own(b.components, y)]);
}

function compareComponents(walk: Walk, place: Place, [a, b]: Pair<Json | undefined>): void {
  if (isObject(a) && isObject(b) && isObject(a["dag"]) && isObject(b["dag"])) {
    const { dag, ...rest } = a;
    const { dag: otherDag, ...otherRest } = b;
    const inside: Place = { dag: place.task === undefined ? [] : [...place.dag, place.task] };
    report(walk, inside, entryDifferences(rest, otherRest, ""));
    compareDags(walk, inside, [objectOf(dag), objectOf(otherDag)]);
    return;
  }
  const labels = [objectOf(a)["executorLabel"], objectOf(b)["executorLabel"]] as const;
  const at = place.task === undefined ? "" : "component";
  if (typeof labels[0] !== "string" || typeof labels[1] !== "string") {
    report(walk, place, entryDifferences(a, b, at));
    return;
  }
  const { executorLabel: _a, ...rest } = objectOf(a);
  const { executorLabel: _b, ...otherRest } = objectOf(b);
  report(walk, place, entryDifferences(rest, otherRest, at));
  compareExecutors(walk, place, [labels[0], labels[1]]);
}

function compareDags(walk: Walk, inside: Place, [a, b]: Pair<JsonObject>): void {
  const { tasks, ...rest } = a;
  const { tasks: otherTasks, ...otherRest } = b;
  report(walk, inside, entryDifferences(rest, otherRest, "dag"));
  for (const name of unionOfKeys(objectOf(tasks), objectOf(otherTasks))) {
    compareTasks(walk, { ...inside, task: name }, [
      own(objectOf(tasks), name),
      own(objectOf(otherTasks), name),
    ]);
  }
}

function compareTasks(walk: Walk, place: Place, [a, b]: Pair<Json | undefined>): void {
  const names = [calledName(a), calledName(b)] as const;
  if (names[0] === undefined || names[1] === undefined) {
    report(walk, place, entryDifferences(a, b, ""));
    return;
  }
  const { componentRef: _a, ...rest } = objectOf(a);
  const { componentRef: _b, ...otherRest } = objectOf(b);
  report(walk, place, entryDifferences(rest, otherRest, ""));
  walk.ahead.push({ place, names: [names[0], names[1]] });
}

function compareExecutors(walk: Walk, place: Place, [x, y]: Pair<string>): void {
  if (!isFirst(walk, "executor", x, y)) return;
  const [a, b] = walk.sides;
  report(walk, place, entryDifferences(own(a.executors, x), own(b.executors, y), "executor"));
  for (const platform of unionOfKeys(a.platformExecutors, b.platformExecutors)) {
    const [config, other] = [
      own(objectOf(own(a.platformExecutors, platform)), x) ?? {},
      own(objectOf(own(b.platformExecutors, platform)), y) ?? {},
    ];
    report(walk, place, entryDifferences(config, other, `platforms/${platform}`));
  }
}

/** Keeps files that share components as fast as they are small. */
function isFirst({ seen }: Walk, kind: "component" | "executor", x: string, y: string): boolean {
  const pair = JSON.stringify([kind, x, y]);
  if (seen.has(pair)) return false;
  seen.add(pair);
  return true;
}

function report({ found }: Walk, place: Place, differences: readonly JsonDifference[]): void {
  for (const difference of differences) found.push({ ...place, ...difference });
}
