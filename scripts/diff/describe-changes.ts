// Tells what changed from one pipeline to another: every difference, in a sentence of its own or with others that belong
// to it.
import { canonicalFile, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { irDifferences, repeatedCalls, type IrDifference } from "../../pipeline/ir/compare/same-pipeline.ts";
import { isObject, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { PipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import type { Change, ChangeKind, Subject } from "./change.ts";
import { renameTasks, type Rename } from "./renamed-tasks.ts";
import { changed, listed, show } from "./show.ts";
import { pointer, underRules, valueAt, type RuledDifferences } from "./subjects.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";

/** Empty if and only if `irDifferences` finds none. */
export function describeChanges(a: PipelineFile, b: PipelineFile): readonly Change[] {
  const { file, renames } = renameTasks(a, b);
  const differences = irDifferences(file, b);
  const repeats = repeatedCalls(file, b);
  const sides: Sides = [canonicalFile(file), canonicalFile(b)];
  const places = groupBy(differences, ({ dag, task }) => JSON.stringify([dag, task ?? null]));
  const changes = [...places.values()].flatMap((found) =>
    changesAt(sides, found).map((change) => ({
      ...change,
      message: change.message + also(repeats, found, change),
    })),
  );
  const all = [...renames.map(renameChange), ...changes];
  return [...groupBy(all, ({ where }) => where).values()].flat();
}

type Sides = readonly [CanonicalFile, CanonicalFile];

function renameChange({ dag, from, to, channels }: Rename): Change {
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
  };
}

function changesAt(sides: Sides, found: readonly IrDifference[]): readonly Change[] {
  const [first] = found;
  if (first === undefined) return [];
  const { dag, task } = first;
  const where = [...dag, ...(task === undefined ? [] : [task])].join("/");
  if (task !== undefined && first.path === "") return [wholeTask(sides, where, first)];
  const parts = sides.map((side) => partAt(side, dag, task));
  return underRules(found).flatMap((ruled) => ruledChanges(where, parts, dag.length === 0, ruled));
}

function wholeTask([a, b]: Sides, where: string, { dag, task = "", b: added }: IrDifference): Change {
  const part = partAt(added === undefined ? a : b, dag, task);
  if (added === undefined) {
    return { kind: "task-removed", where, message: `task removed: it ${does(part)}`, path: "", before: part };
  }
  return { kind: "task-added", where, message: `task added, which ${does(part)}`, path: "", after: part };
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

function ruledChanges(
  where: string,
  [before, after]: readonly JsonObject[],
  inDag: boolean,
  { path, rule, differences }: RuledDifferences,
): readonly Change[] {
  const [old, now] = [valueAt(before, path), valueAt(after, path)];
  const values = { ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
  const subject: Subject = { path, ...values, inRoot: inDag, differences };
  const messages = rule?.say(subject) ?? [];
  const kind: ChangeKind = rule?.kind ?? "other";
  if (messages.length > 0) {
    return messages.map((message) => ({ kind, where, message, path: pointer(path), ...values }));
  }
  return differences.map(({ path: exact, a, b }) => ({
    kind,
    where,
    message: changed(exact, a, b),
    path: exact,
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
