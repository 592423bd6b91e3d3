// Tells what changed from one pipeline to another: every difference, in a sentence of its own or with others that belong
// to it.
import { canonicalFile, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { irDifferences, repeatedCalls, type IrDifference } from "../../pipeline/ir/compare/same-pipeline.ts";
import { isObject, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { PipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import type { Change, ChangeKind, Subject, Told } from "./change.ts";
import { movedTasks, type Move } from "./moved-tasks.ts";
import { renameTasks, type Rename } from "./renamed-tasks.ts";
import { changed, listed, show } from "./show.ts";
import { pointer, underRules, valueAt, type RuledDifferences } from "./subjects.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import { tracedText } from "./task-sentences.ts";
import { wireChanges } from "./wiring.ts";

/** Empty if and only if `irDifferences` finds none. */
export function describeChanges(a: PipelineFile, b: PipelineFile): readonly Change[] {
  const { file, renames } = renameTasks(a, b);
  const differences = irDifferences(file, b);
  const repeats = repeatedCalls(file, b);
  const sides: Sides = [canonicalFile(file), canonicalFile(b)];
  const moves = movedTasks(sides, differences);
  const isMoved = new Set(
    moves.flatMap(({ from, to }) => [JSON.stringify([0, from]), JSON.stringify([1, to])]),
  );
  const rest = differences.filter(
    ({ dag, task, path, b: added }) =>
      task === undefined ||
      path !== "" ||
      !isMoved.has(JSON.stringify([added === undefined ? 0 : 1, [...dag, task]])),
  );
  const places = groupBy(rest, ({ dag, task }) => JSON.stringify([dag, task ?? null]));
  const changes = [...places.values()].flatMap((found) =>
    changesAt(sides, found).map((change) => ({
      ...change,
      message: change.message + also(repeats, found, change) + whoMoved(moves, change),
    })),
  );
  const all = [
    ...renames.map(renameChange),
    ...moves.flatMap((move) => moveChanges(sides, move)),
    ...changes,
  ];
  const wired = wireChanges(sides, all).map(({ dag: _, task: _task, ...change }): Change => change);
  return [...groupBy(wired, ({ where }) => where).values()].flat();
}

/** Of a group that is gone, the tasks that are not. */
function whoMoved(moves: readonly Move[], { kind, dag, task = "" }: Told): string {
  if (kind !== "task-removed") return "";
  const group = [...dag, task];
  const moved = moves.filter(({ from }) => group.every((name, at) => from[at] === name));
  if (moved.length === 0) return "";
  const names = moved.map(({ from }) => show(from.slice(group.length).join("/")));
  return `, of which ${listed(names)} moved`;
}

function moveChanges(sides: Sides, move: Move): readonly Told[] {
  const { from, to, differences } = move;
  const [dag, task] = [to.slice(0, -1), to.at(-1) ?? ""];
  const parts = [partAt(sides[0], from.slice(0, -1), from.at(-1)), partAt(sides[1], dag, task)];
  const [old, where] = [from.join("/"), to.join("/")];
  const moved: Told = {
    kind: "task-moved",
    where,
    message: `moved from ${groupText(from)}${calledBefore(move)} to ${groupText(to)}`,
    path: "",
    before: old,
    after: where,
    includes: [{ where: old, path: "" }],
    dag,
    task,
  };
  const froms = { dag, task, fromDag: from.slice(0, -1) };
  const changes = underRules(differences).flatMap((ruled) => ruledChanges(sides, froms, parts, ruled));
  return [moved, ...changes.map((change) => ({ ...change, ...movedValues(sides, move, change) }))];
}

/** The same words may mean another source in another group. */
function movedValues(sides: Sides, { from, to }: Move, { before, after }: Told): Partial<Told> {
  if (before === undefined || after === undefined) return {};
  if (JSON.stringify(before) !== JSON.stringify(after)) return {};
  return {
    before: tracedText(sides[0], from.slice(0, -1), before),
    after: tracedText(sides[1], to.slice(0, -1), after),
  };
}

function calledBefore({ from, to }: Move): string {
  const name = from.at(-1) ?? "";
  return name === to.at(-1) ? "" : `, where it was ${show(name)},`;
}

/** Of the task at `path`. */
function groupText(path: readonly string[]): string {
  return path.length > 1 ? show(path.slice(0, -1).join("/")) : "the pipeline itself";
}

type Sides = readonly [CanonicalFile, CanonicalFile];

function renameChange({ dag, from, to, channels }: Rename): Told {
  const more = channels
    ? `, and with it the inputs of groups that are called pipelinechannel--${from}-…`
    : "";
  return {
    kind: "task-renamed",
    where: [...dag, to].join("/"),
    message: `renamed from ${show(from)}${more}`,
    path: "",
    before: from,
    after: to,
    dag,
    task: to,
  };
}

function changesAt(sides: Sides, found: readonly IrDifference[]): readonly Told[] {
  const [first] = found;
  if (first === undefined) return [];
  const { dag, task } = first;
  const where = [...dag, ...(task === undefined ? [] : [task])].join("/");
  if (task !== undefined && first.path === "") return [wholeTask(sides, where, first)];
  const parts = sides.map((side) => partAt(side, dag, task));
  const place = { dag, ...(task !== undefined && { task }) };
  return underRules(found).flatMap((ruled) => ruledChanges(sides, place, parts, ruled));
}

function wholeTask([a, b]: Sides, where: string, { dag, task = "", b: added }: IrDifference): Told {
  const part = partAt(added === undefined ? a : b, dag, task);
  if (added === undefined) {
    const message = `task removed: it ${does(part)}`;
    return { kind: "task-removed", where, message, path: "", before: part, dag, task };
  }
  const message = `task added, which ${does(part)}`;
  return { kind: "task-added", where, message, path: "", after: part, dag, task };
}

/** Follows "it". */
function does(part: JsonObject): string {
  const image = valueAt(part, ["executor", "container", "image"]);
  if (image !== undefined) return `runs ${show(image)}`;
  if (valueAt(part, ["executor", "importer"]) !== undefined) return "imports an artifact";
  const tasks = valueAt(part, ["component", "dag", "tasks"]);
  if (!isObject(tasks)) return `is ${show(part)}`;
  const verb = "parameterIterator" in part || "artifactIterator" in part ? "loops over" : "holds";
  return `${verb} ${listed(Object.keys(tasks).map((name) => show(name)))}`;
}

interface Place {
  readonly dag: readonly string[];
  readonly task?: string;
  /** Where the task was before, if elsewhere. */
  readonly fromDag?: readonly string[];
}

function ruledChanges(
  files: Sides,
  { fromDag, ...place }: Place,
  [before, after]: readonly JsonObject[],
  { path, rule, differences }: RuledDifferences,
): readonly Told[] {
  const where = [...place.dag, ...(place.task === undefined ? [] : [place.task])].join("/");
  const [old, now] = [valueAt(before, path), valueAt(after, path)];
  const values = { ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
  const subject: Subject = { path, ...values, files, ...place, ...(fromDag && { fromDag }), differences };
  const messages = rule?.say(subject) ?? [];
  const kind: ChangeKind = rule?.kind ?? "other";
  if (messages.length > 0) {
    return messages.map((message) => ({ kind, where, message, path: pointer(path), ...values, ...place }));
  }
  return differences.map(({ path: exact, a, b }) => ({
    kind,
    where,
    message: changed(exact, a, b),
    path: exact,
    ...place,
    ...(a !== undefined && { before: a }),
    ...(b !== undefined && { after: b }),
  }));
}

const mostNamed = 3;

/** Components that several tasks call are compared once: here are the other tasks. */
function also(
  repeats: ReadonlyMap<string, readonly (readonly string[])[]>,
  [first]: readonly IrDifference[],
  { path }: Change,
): string {
  const { dag = [], task } = first ?? {};
  const isCalled = task === undefined || /^(component|executor|platforms)\//.test(path);
  const call = task === undefined ? dag : [...dag, task];
  const others = isCalled ? (repeats.get(JSON.stringify(call)) ?? []) : [];
  if (others.length === 0) return "";
  const named = others.slice(0, mostNamed).map((names) => names.join("/"));
  const rest = others.length - named.length;
  return ` (also in ${listed([...named, ...(rest > 0 ? [`${rest} more`] : [])])})`;
}
