// Says what changed in a task: where its inputs come from, what it waits for, when and how often it runs.
import { isObject, own, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { Subject } from "./change.ts";
import { changed, listed, show, showPair } from "./show.ts";

/** `input "rate" now comes from output "x" of task "a", before from the constant 3`. */
export function inputSentences({ path, before, after, inRoot }: Subject): readonly string[] {
  const label = `input ${quoted(path.at(-1))}`;
  const [constant, newConstant] = [constantOf(before), constantOf(after)];
  if (constant !== undefined && newConstant !== undefined) return [changed(label, constant, newConstant)];
  const [from, to] = [before, after].map((source) => source && sourceText(source, inRoot));
  if (from === undefined) return [`${label} added: from ${to ?? "nothing"}`];
  if (to === undefined) return [`${label} removed: it came from ${from}`];
  return from === to ? [] : [`${label} now comes from ${to}, before from ${from}`];
}

function constantOf(source: Json | undefined): Json | undefined {
  if (!isObject(source) || !hasOnly(source, ["runtimeValue"])) return undefined;
  const value = source["runtimeValue"];
  return isObject(value) && hasOnly(value, ["constant"]) ? value["constant"] : undefined;
}

/** As JSON where there is more in it than the words say. */
function sourceText(source: Json, inRoot: boolean): string {
  if (!isObject(source)) return show(source);
  const { parameterExpressionSelector: selector, ...rest } = source;
  const base = plainSource(rest, inRoot);
  if (base === undefined) return show(source);
  return selector === undefined ? base : `${selectorText(selector)} of ${base}`;
}

function selectorText(selector: Json): string {
  const field = typeof selector === "string" && /^parseJson\(string_value\)\["([^"\\]*)"\]$/.exec(selector);
  return field ? `field "${field[1]}"` : show(selector);
}

function plainSource(source: JsonObject, inRoot: boolean): string | undefined {
  const [kind, ...more] = Object.keys(source);
  const value = kind === undefined || more.length > 0 ? undefined : source[kind];
  const owner = inRoot ? "the pipeline's" : "the group's";
  switch (kind) {
    case "componentInputParameter":
      return typeof value === "string" ? `${owner} parameter ${quoted(value)}` : undefined;
    case "componentInputArtifact":
      return typeof value === "string" ? `${owner} artifact ${quoted(value)}` : undefined;
    case "taskOutputParameter":
      return outputOf(value, "producerTask", "outputParameterKey");
    case "taskOutputArtifact":
      return outputOf(value, "producerTask", "outputArtifactKey");
    case "taskFinalStatus":
      return isObject(value) && hasOnly(value, ["producerTask"])
        ? `the final status of task ${quoted(value["producerTask"])}`
        : undefined;
    case "runtimeValue": {
      const constant = constantOf(source);
      return constant === undefined ? undefined : `the constant ${show(constant)}`;
    }
    default:
      return undefined;
  }
}

function outputOf(value: Json | undefined, task: string, key: string): string | undefined {
  if (!isObject(value) || !hasOnly(value, [task, key])) return undefined;
  return `output ${quoted(value[key])} of task ${quoted(value[task])}`;
}

/** `output "model" now comes from output "model" of task "b", before from ...`, of a group or the pipeline. */
export function outputSentences({ path, before, after }: Subject): readonly string[] {
  const label = `output ${quoted(path.at(-1))}`;
  const [from, to] = [before, after].map((source) => source && selectedText(source));
  if (from === undefined) return [`${label} added: from ${to ?? "nothing"}`];
  if (to === undefined) return [`${label} removed: it came from ${from}`];
  return from === to ? [] : [`${label} now comes from ${to}, before from ${from}`];
}

function selectedText(output: Json): string {
  const whole = isObject(output) ? output : {};
  const oneOf = own(whole, "valueFromOneof");
  const selectors =
    own(whole, "artifactSelectors") ?? (isObject(oneOf) ? own(oneOf, "parameterSelectors") : undefined);
  const all = Array.isArray(selectors) ? selectors : [own(whole, "valueFromParameter")];
  const texts = all.map(
    (selector: Json | undefined) =>
      outputOf(selector, "producerSubtask", "outputParameterKey") ??
      outputOf(selector, "producerSubtask", "outputArtifactKey"),
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
