// The declared triggers and those that the service has -> what would be created, changed and left, and what is there that
// nobody declares.
import { isDeepStrictEqual } from "node:util";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import { isObject, own } from "../../pipeline/ir/json-object.ts";
import { normalTrigger } from "./normal-trigger.ts";
import type { BuildTrigger, ExistingTrigger } from "./trigger.ts";
import {
  eventRepository,
  isSameRepository,
  mayBeSameRepository,
  type OfRepository,
  type Repository,
  repositoryName,
  sourceRepository,
} from "./trigger-repository.ts";

export interface TriggerDiff {
  readonly created: readonly BuildTrigger[];
  readonly changed: readonly ChangedTrigger[];
  /** Their names. */
  readonly same: readonly string[];
  /** Declared ones whose name one of another repository, or of none, has: they are neither created nor changed. */
  readonly taken: readonly TakenTrigger[];
  /** Of the declared ones' repositories, and declared no more: an import leaves them. */
  readonly undeclared: readonly ExistingTrigger[];
  /**
   * Names of those of the repository that a schedule, a topic or a person starts, which builds.ts cannot declare, and of
   * those that are likely of it, through a connection of another generation.
   */
  readonly related: readonly string[];
  /** Names of those of other repositories, or of none: they are nobody's business here. */
  readonly elsewhere: readonly string[];
}

export interface TakenTrigger {
  readonly name: string;
  /** Whose it is, for people. */
  readonly by: string;
}

export interface ChangedTrigger {
  readonly declared: BuildTrigger;
  readonly existing: ExistingTrigger;
  readonly changes: readonly FieldChange[];
}

/** Absent is what stands there no more, or did not before. */
export interface FieldChange {
  /** `["substitutions", "_TAG"]` */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/** `repository`: whose undeclared ones are looked for, besides those of the declared ones' repositories. */
export function diffTriggers(
  declared: readonly BuildTrigger[],
  existing: readonly ExistingTrigger[],
  repository: OfRepository = {},
): TriggerDiff {
  const byName = new Map(existing.map((trigger) => [trigger.name, trigger]));
  const found = declared.flatMap((trigger) => {
    const there = byName.get(trigger.name);
    return there === undefined ? [] : [{ trigger, there }];
  });
  const pairs = found
    .filter(({ trigger, there }) => mayTakeOver(trigger, there))
    .map(({ trigger, there }) => pairOf(trigger, there));
  const wanted = new Set(declared.map(({ name }) => name));
  const ours = [repository, ...declared].flatMap((trigger) => eventRepository(trigger) ?? []);
  const others = groupBy(existing.filter(({ name }) => !wanted.has(name)).sort(byNames), (trigger) =>
    placeOf(trigger, ours),
  );
  const namesIn = (place: Place): readonly string[] => (others.get(place) ?? []).map(({ name }) => name);
  return {
    created: declared.filter(({ name }) => !byName.has(name)),
    changed: pairs.filter(({ changes }) => changes.length > 0),
    same: pairs.filter(({ changes }) => changes.length === 0).map(({ declared }) => declared.name),
    taken: found
      .filter(({ trigger, there }) => !mayTakeOver(trigger, there))
      .map(({ there }) => ({ name: there.name, by: repositoryName(repositoryOf(there)) })),
    undeclared: others.get("ours") ?? [],
    related: namesIn("related"),
    elsewhere: namesIn("elsewhere"),
  };
}

/** A trigger of the same name may have moved to another generation of connection, but not to another repository. */
function mayTakeOver(declared: BuildTrigger, existing: ExistingTrigger): boolean {
  const [ours, theirs] = [eventRepository(declared), repositoryOf(existing)];
  return ours === undefined || (theirs !== undefined && mayBeSameRepository(ours, theirs));
}

type Place = "ours" | "related" | "elsewhere";

function placeOf(trigger: BuildTrigger, ours: readonly Repository[]): Place {
  const event = eventRepository(trigger);
  if (event !== undefined && ours.some((one) => isSameRepository(one, event))) return "ours";
  const repository = repositoryOf(trigger);
  const isRelated = repository !== undefined && ours.some((one) => mayBeSameRepository(one, repository));
  return isRelated ? "related" : "elsewhere";
}

function repositoryOf(trigger: BuildTrigger): Repository | undefined {
  return eventRepository(trigger) ?? sourceRepository(trigger);
}

export function isSame({ created, changed, taken, undeclared }: TriggerDiff): boolean {
  return [created, changed, taken, undeclared].every((list) => list.length === 0);
}

function byNames(a: BuildTrigger, b: BuildTrigger): number {
  return a.name < b.name ? -1 : 1;
}

function pairOf(declared: BuildTrigger, existing: ExistingTrigger): ChangedTrigger {
  const after = normalTrigger(declared);
  // It follows from the event, and the service may say it by itself.
  const { eventType, ...rest } = normalTrigger(existing);
  const before = after["eventType"] === undefined || eventType === undefined ? rest : { ...rest, eventType };
  return { declared, existing, changes: changesBetween(before, after, []) };
}

function changesBetween(before: unknown, after: unknown, path: readonly string[]): readonly FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  // Each is told of by its name, also where there are none on the other side.
  const isMap = path.length === 1 && path[0] === "substitutions";
  if (isMap && before === undefined) return changesBetween({}, after, path);
  if (isMap && after === undefined) return changesBetween(before, {}, path);
  if (!isObject(before) || !isObject(after)) {
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => changesBetween(own(before, key), own(after, key), [...path, key]));
}
