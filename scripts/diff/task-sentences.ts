// Says what changed in a task: where its inputs come from, what it waits for, when and how often it runs.
import { objectOf, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { isObject, own, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import { conditionText } from "../../pipeline/ir/picture/condition-text.ts";
import type { Subject } from "./change.ts";
import { changed, listed, show, showPair } from "./show.ts";
import { producerOf, shortName, traceSource } from "./trace-source.ts";

/** `input "rate" now comes from output "x" of task "a", before from the constant 3`. */
export function inputSentences({
  path,
  before,
  after,
  files,
  dag,
  fromDag = dag,
}: Subject): readonly string[] {
  const label = `input ${quoted(path.at(-1))}`;
  const [constant, newConstant] = [constantOf(before), constantOf(after)];
  if (constant !== undefined && newConstant !== undefined) return [changed(label, constant, newConstant)];
  const [from, to] = [
    before && tracedText(files[0], fromDag, before),
    after && tracedText(files[1], dag, after),
  ];
  if (from === undefined) return [`${label} added: from ${to ?? "nothing"}`];
  if (to === undefined) return [`${label} removed: it came from ${from}`];
  if (from !== to) return [`${label} now comes from ${to}, before from ${from}`];
  const [near, newNear] = [before, after].map((source) => source && sourceText(source, dag.length === 0));
  return near === newNear ? [] : [`${label} now comes from ${newNear}, before from ${near}`];
}

/** Where it begins, of whatever groups pass it on. */
export function tracedText(file: CanonicalFile, dag: readonly string[], source: Json): string {
  const traced = traceSource(file, dag, source);
  const isSibling = traced.dag.length === dag.length && traced.dag.every((name, at) => name === dag[at]);
  return sourceText(traced.source, traced.dag.length === 0, isSibling ? [] : traced.dag);
}

function constantOf(source: Json | undefined): Json | undefined {
  if (!isObject(source) || !hasOnly(source, ["runtimeValue"])) return undefined;
  const value = source["runtimeValue"];
  return isObject(value) && hasOnly(value, ["constant"]) ? value["constant"] : undefined;
}

/** As JSON where there is more in it than the words say. */
function sourceText(source: Json, inRoot: boolean, groups: readonly string[] = []): string {
  if (!isObject(source)) return show(source);
  const { parameterExpressionSelector: selector, ...rest } = source;
  const base = plainSource(rest, inRoot, groups);
  if (base === undefined) return show(source);
  return selector === undefined ? base : `${selectorText(selector)} of ${base}`;
}

function selectorText(selector: Json): string {
  const field = typeof selector === "string" && /^parseJson\(string_value\)\["([^"\\]*)"\]$/.exec(selector);
  return field ? `field "${field[1]}"` : show(selector);
}

function plainSource(source: JsonObject, inRoot: boolean, groups: readonly string[]): string | undefined {
  const [kind, ...more] = Object.keys(source);
  const value = kind === undefined || more.length > 0 ? undefined : source[kind];
  const group = groups.length > 0 ? `group ${quoted(groups.join("/"))}'s` : "the group's";
  const owner = inRoot ? "the pipeline's" : group;
  switch (kind) {
    case "componentInputParameter":
      return typeof value === "string" ? `${owner} parameter ${quoted(value)}` : undefined;
    case "componentInputArtifact":
      return typeof value === "string" ? `${owner} artifact ${quoted(value)}` : undefined;
    case "taskOutputParameter":
      return outputOf(value, ["producerTask", "outputParameterKey"], groups);
    case "taskOutputArtifact":
      return outputOf(value, ["producerTask", "outputArtifactKey"], groups);
    case "taskFinalStatus":
      return isObject(value) && hasOnly(value, ["producerTask"])
        ? `the final status of task ${quoted(value["producerTask"])}`
        : undefined;
    case "loopItem":
      return `the item of loop ${quoted(value)}`;
    case "runtimeValue": {
      const constant = constantOf(source);
      return constant === undefined ? undefined : `the constant ${show(constant)}`;
    }
    default:
      return undefined;
  }
}

/** `groups` lead to the task. */
function outputOf(
  value: Json | undefined,
  [task, key]: readonly [string, string],
  groups: readonly string[] = [],
): string | undefined {
  if (!isObject(value) || !hasOnly(value, [task, key])) return undefined;
  const name = value[task];
  const path = typeof name === "string" ? [...groups, name].join("/") : name;
  return `output ${quoted(value[key])} of task ${quoted(path)}`;
}

/** `output "model" now comes from output "model" of task "b", before from ...`, of a group or the pipeline. */
export function outputSentences({ path, before, after, files, dag }: Subject): readonly string[] {
  const label = `output ${quoted(path.at(-1))}`;
  const [from, to] = [
    before && selectedText(files[0], dag, before),
    after && selectedText(files[1], dag, after),
  ];
  if (from === undefined) return [`${label} added: from ${to ?? "nothing"}`];
  if (to === undefined) return [`${label} removed: it came from ${from}`];
  if (from !== to) return [`${label} now comes from ${to}, before from ${from}`];
  return []; // by their paths, as they stand in the file
}

/** Where it begins, of whatever groups pass it on. */
export function selectedText(file: CanonicalFile, dag: readonly string[], output: Json): string {
  const producer = hasOnlyOne(output) ? producerOf(output) : undefined;
  return producer === undefined ? selectorTexts(output) : tracedText(file, dag, producer);
}

function hasOnlyOne(output: Json): boolean {
  return isObject(output) && Object.keys(output).length === 1;
}

function selectorTexts(output: Json): string {
  const whole = isObject(output) ? output : {};
  const oneOf = own(whole, "valueFromOneof");
  const selectors =
    own(whole, "artifactSelectors") ?? (isObject(oneOf) ? own(oneOf, "parameterSelectors") : undefined);
  const all = Array.isArray(selectors) ? selectors : [own(whole, "valueFromParameter")];
  const texts = all.map(
    (selector: Json | undefined) =>
      outputOf(selector, ["producerSubtask", "outputParameterKey"]) ??
      outputOf(selector, ["producerSubtask", "outputArtifactKey"]),
  );
  const isPlain = texts.length > 0 && texts.every((text) => text !== undefined);
  return isPlain && Object.keys(whole).length === 1 ? texts.join(" or ") : show(output);
}

export function dependencySentences({ before, after }: Subject): readonly string[] {
  const [old, now] = [before, after].map((names) => (Array.isArray(names) ? names.map(quoted) : []));
  const added = (now ?? []).filter((name) => !old?.includes(name));
  const removed = (old ?? []).filter((name) => !now?.includes(name));
  return [
    ...(added.length > 0 ? [`now runs after ${listed(added)}`] : []),
    ...(removed.length > 0 ? [`no longer has to run after ${listed(removed)}`] : []),
  ];
}

/** `condition changed from "n < 5" to "n < 6"`; as it stands in the file where the words are the same. */
export function conditionSentences({
  before,
  after,
  files,
  dag,
  fromDag = dag,
  task,
}: Subject): readonly string[] {
  const [from, to] = [before, after].map((cel, side) => {
    const file = files[side];
    if (typeof cel !== "string" || file === undefined || task === undefined) return cel;
    const at = side === 0 ? fromDag : dag;
    const inputs = objectOf(objectOf(partAt(file, at, task)["inputs"])["parameters"]);
    return conditionText(cel, (key) => shortName(traceSource(file, at, own(inputs, key) ?? null), key));
  });
  return [from === to ? changed("condition", before, after) : changed("condition", from, to)];
}

export function cachingSentences({ after }: Subject): readonly string[] {
  return [`caching turned ${after === true ? "on" : "off"}`];
}

export function strategySentences({ before, after }: Subject): readonly string[] {
  const always = "ALL_UPSTREAM_TASKS_COMPLETED";
  if (before === undefined && after === always) return ["now runs even if a task before it fails"];
  if (before === always && after === undefined) return ["no longer runs if a task before it fails"];
  return [];
}

/** Constant items stand in the IR as text already. */
export function itemsSentences({ before, after }: Subject): readonly string[] {
  const [from, to] = [before, after].map((items) => items && itemsText(items));
  if (from === undefined) return [`now loops over ${to ?? "nothing"}`];
  if (to === undefined) return [`no longer loops over ${from}`];
  const [raw, newRaw] = [before, after].map((items) => (isObject(items) ? own(items, "raw") : undefined));
  if (typeof raw === "string" && typeof newRaw === "string") {
    const [items, newItems] = showPair(raw, newRaw);
    return [`loop items changed from ${items} to ${newItems}`];
  }
  return [`now loops over ${to}, before over ${from}`];
}

function itemsText(items: Json): string {
  if (!isObject(items) || Object.keys(items).length !== 1) return show(items);
  const { raw, inputParameter, inputArtifact } = items;
  if (typeof raw === "string") return showPair(raw, raw)[0];
  return `input ${quoted(inputParameter ?? inputArtifact)}`;
}

export function quoted(name: Json | undefined): string {
  return show(name ?? "");
}

function hasOnly(object: JsonObject, names: readonly string[]): boolean {
  return Object.keys(object).length === names.length && names.every((name) => Object.hasOwn(object, name));
}
