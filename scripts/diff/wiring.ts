// Puts what is told of one wire together: an input's type with what it takes, and what groups pass on with the task that
// uses or makes the value at last.
import type { CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { isObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { Included, Told } from "./change.ts";
import { type Channel, channelName, type Uses, usesOf } from "./channel-uses.ts";
import { pointer, steps } from "./subjects.ts";
import { selectedText, tracedText } from "./task-sentences.ts";
import { isChannel, traceSource } from "./trace-source.ts";

type Files = readonly [CanonicalFile, CanonicalFile];

/** Each change of `told` is in the result, or in `includes` of one that is. */
export function wireChanges(files: Files, told: readonly Told[]): readonly Told[] {
  return withoutChannels(files, withRenames(files, withDefinitions(files, told)));
}

/** `input "rate" added: STRING, from the pipeline's parameter "rate"`. */
function withDefinitions(files: Files, told: readonly Told[]): readonly Told[] {
  const placed = new Map(told.map((change) => [placeOf(change), change]));
  const merged = new Map<Told, Told>();
  const gone = new Set<Told>();
  for (const change of told) {
    const [wire, of = "", key = "", ...more] = steps(change.path.replace(/^dag\/outputs/, "outputs"));
    if ((wire !== "inputs" && wire !== "outputs") || key === "" || more.length > 0) continue;
    const path = pointer([wire === "inputs" ? "inputDefinitions" : "outputDefinitions", of, key]);
    const definition =
      placed.get(placeOf({ ...change, path })) ??
      placed.get(placeOf({ ...change, path: `component/${path}` }));
    if (definition === undefined || sideOf(definition) !== sideOf(change)) continue;
    const from = sourceText(files, change);
    if (from === undefined || definition.message.includes("(also in ")) continue;
    const message = `${definition.message}, from ${from}`;
    merged.set(change, { ...change, message, includes: [included(definition)] });
    gone.add(definition);
  }
  return told.flatMap((change) => (gone.has(change) ? [] : [merged.get(change) ?? change]));
}

/** 0: only the first pipeline has it; 1: only the second; absent: both. */
function sideOf({ before, after }: Told): 0 | 1 | undefined {
  if (before === undefined) return 1;
  return after === undefined ? 0 : undefined;
}

function sourceText(files: Files, change: Told): string | undefined {
  const side = sideOf(change);
  const value = side === 0 ? change.before : change.after;
  if (side === undefined || value === undefined) return undefined;
  return change.path.startsWith("dag/")
    ? selectedText(files[side], change.dag, value)
    : tracedText(files[side], change.dag, value);
}

/** Inputs of groups are called after the groups' numbers: the same source by another name goes to the group's new name. */
function withRenames(files: Files, told: readonly Told[]): readonly Told[] {
  const renames = told.filter(({ kind }) => kind === "task-renamed");
  const more = new Map<Told, Included[]>();
  const rest = told.filter((change) => {
    if (!isSameSource(files, change)) return true;
    const nearest = renames
      .filter(({ where }) => where === change.where || change.where.startsWith(`${where}/`))
      .sort((a, b) => b.where.length - a.where.length)[0];
    if (nearest !== undefined) more.set(nearest, [...(more.get(nearest) ?? []), included(change)]);
    return nearest === undefined;
  });
  return rest.map((change) => {
    const includes = more.get(change);
    return includes === undefined
      ? change
      : { ...change, includes: [...(change.includes ?? []), ...includes] };
  });
}

function isSameSource(files: Files, { path, before, after, dag }: Told): boolean {
  if (before === undefined || after === undefined) return false;
  if (/^(parameter|artifact)Iterator\/itemInput$/.test(path)) return isChannel(before) && isChannel(after);
  if (!path.startsWith("inputs/")) return false;
  const traced = [traceSource(files[0], dag, before), traceSource(files[1], dag, after)];
  return JSON.stringify(traced[0]) === JSON.stringify(traced[1]);
}

/** Groups' inputs and outputs that only pass something on go to what tells the same; of the others one stays. */
function withoutChannels(files: Files, told: readonly Told[]): readonly Told[] {
  const wires = told.flatMap((change): readonly Wire[] => {
    const channel = channelOf(change);
    if (channel === undefined) return [];
    const uses = usesOf(files[sideOf(change) ?? 1], channel);
    return [{ change, key: channelName(channel), uses, depth: channel.group.length }];
  });
  const isWire = new Set(wires.map(({ change }) => change));
  const ends = told.filter((change) => !isWire.has(change));
  const tellers = new Map(
    wires.flatMap(({ change, uses }) => pairedWith(change, endFor(ends, change, uses))),
  );
  // The outermost stays.
  for (const wire of [...wires].sort((a, b) => b.depth - a.depth)) {
    if (tellers.has(wire.change)) continue;
    const other = wires.find(
      ({ change, key, uses }) =>
        change !== wire.change &&
        !tellers.has(change) &&
        (uses.channels.has(wire.key) || wire.uses.channels.has(key)) &&
        saysAsMuch(change, wire.change),
    );
    if (other !== undefined) tellers.set(wire.change, other.change);
  }
  return told.flatMap((change) => {
    if (tellers.has(change)) return [];
    const includes = [...(change.includes ?? []), ...toldBy(tellers, change)];
    return [includes.length > 0 ? { ...change, includes } : change];
  });
}

interface Wire {
  readonly change: Told;
  readonly key: string;
  readonly uses: Uses;
  readonly depth: number;
}

function endFor(ends: readonly Told[], change: Told, { ends: used, sources }: Uses): Told | undefined {
  const places = fieldOf(change) === "" ? used : [...sources, ...used];
  return ends.find((end) => places.some((place) => tells(end, place)) && saysAsMuch(end, change));
}

function pairedWith(change: Told, teller: Told | undefined): readonly (readonly [Told, Told])[] {
  return teller === undefined ? [] : [[change, teller]];
}

function toldBy(tellers: ReadonlyMap<Told, Told>, teller: Told): readonly Included[] {
  const own = [...tellers].flatMap(([change, by]) => (by === teller ? [change] : []));
  return own.flatMap((change) => [included(change), ...(change.includes ?? []), ...toldBy(tellers, change)]);
}

/** What of a definition it is about; empty: the whole. */
function fieldOf({ path }: Told): string {
  return pointer(steps(path.replace(/^dag\//, "")).slice(3));
}

/** Only plain ones: a description or a default is nowhere else. */
function channelOf(change: Told): Channel | undefined {
  const [wire, of, key, ...field] = steps(change.path.replace(/^dag\/outputs/, "outputs"));
  if ((of !== "parameters" && of !== "artifacts") || !isChannel(key)) return undefined;
  if (change.message.includes("(also in ")) return undefined;
  const isField = ["parameterType", "artifactType"].includes(field[0] ?? "");
  const isWire = wire === "inputs" || wire === "outputs";
  const isDefinition = wire === "inputDefinitions" || wire === "outputDefinitions";
  if (isWire && (field.length > 0 || sideOf(change) === undefined)) return undefined;
  if (isDefinition ? !isField && !isPlain(change.before ?? change.after) : !isWire) return undefined;
  if (change.includes?.some(({ before, after }) => !isPlain(before ?? after)) === true) return undefined;
  const group = wire === "inputs" && change.task !== undefined ? [...change.dag, change.task] : change.dag;
  return { side: wire?.startsWith("input") === true ? "input" : "output", of, key, group };
}

function isPlain(definition: Json | undefined): boolean {
  if (!isObject(definition)) return false;
  return Object.keys(definition).every((field) => field === "parameterType" || field === "artifactType");
}

/** A task that came, went or moved has all of its wires with it. */
function tells({ where, path }: Told, use: Included): boolean {
  if (path === "") return use.where === where || use.where.startsWith(`${where}/`);
  return use.where === where && (path === use.path || path.startsWith(`${use.path}/`));
}

/** A new wire is told by a new wire; another type by the same other type. */
function saysAsMuch(other: Told, change: Told): boolean {
  const field = fieldOf(change);
  if (field === "") return other.path === "" || !/(Type|description)$/.test(other.path);
  const isSame =
    JSON.stringify([other.before, other.after]) === JSON.stringify([change.before, change.after]);
  return other.path.endsWith(`/${field}`) && isSame;
}

function placeOf({ where, path }: Included): string {
  return JSON.stringify([where, path]);
}

function included({ where, path, before, after }: Told): Included {
  return {
    where,
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}
