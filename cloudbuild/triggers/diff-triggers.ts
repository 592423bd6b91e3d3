// The declared triggers and those that the service has -> what would be created, changed and left, and what is there that
// nobody declares.
import { isDeepStrictEqual } from "node:util";
import { isObject, own } from "../../pipeline/ir/json-object.ts";
import { normalTrigger } from "./normal-trigger.ts";
import type { BuildTrigger, ExistingTrigger } from "./trigger.ts";

export interface TriggerDiff {
  readonly created: readonly BuildTrigger[];
  readonly changed: readonly ChangedTrigger[];
  /** Their names. */
  readonly same: readonly string[];
  /** Of the declared ones' repositories, and declared no more: an import leaves them. */
  readonly undeclared: readonly ExistingTrigger[];
  /** Names of those of other repositories, or of none: they are nobody's business here. */
  readonly elsewhere: readonly string[];
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

/** What a trigger's repository is told by. */
export type OfRepository = Pick<BuildTrigger, "github" | "repositoryEventConfig">;

/** `repository`: whose undeclared ones are looked for, besides those of the declared ones' repositories. */
export function diffTriggers(
  declared: readonly BuildTrigger[],
  existing: readonly ExistingTrigger[],
  repository: OfRepository = {},
): TriggerDiff {
  const byName = new Map(existing.map((trigger) => [trigger.name, trigger]));
  const pairs = declared.flatMap((trigger) => {
    const there = byName.get(trigger.name);
    return there === undefined ? [] : [pairOf(trigger, there)];
  });
  const wanted = new Set(declared.map(({ name }) => name));
  const repositories = new Set([repository, ...declared].map(repositoryOf));
  const others = existing.filter(({ name }) => !wanted.has(name));
  const isOurs = (trigger: BuildTrigger): boolean => {
    const name = repositoryOf(trigger);
    return name !== undefined && repositories.has(name);
  };
  return {
    created: declared.filter(({ name }) => !byName.has(name)),
    changed: pairs.filter(({ changes }) => changes.length > 0),
    same: pairs.filter(({ changes }) => changes.length === 0).map(({ declared }) => declared.name),
    undeclared: others.filter(isOurs).sort(byNames),
    elsewhere: others
      .filter((trigger) => !isOurs(trigger))
      .map(({ name }) => name)
      .sort(),
  };
}

export function isSame({ created, changed, undeclared }: TriggerDiff): boolean {
  return created.length === 0 && changed.length === 0 && undeclared.length === 0;
}

function byNames(a: BuildTrigger, b: BuildTrigger): number {
  return a.name < b.name ? -1 : 1;
}

/** GitHub's names are the same in capitals. A trigger on a topic, say, has none. */
function repositoryOf({ github, repositoryEventConfig }: OfRepository): string | undefined {
  if (github !== undefined) return `github ${github.owner}/${github.name}`.toLowerCase();
  return repositoryEventConfig && `connection ${repositoryEventConfig.repository}`;
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
  if (!isObject(before) || !isObject(after)) {
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => changesBetween(own(before, key), own(after, key), [...path, key]));
}
