// Puts the differences of one task, or of the pipeline, under the rules that have sentences for them.
import { isObject, own } from "../../pipeline/ir/json-object.ts";
import type { JsonDifference } from "../../pipeline/ir/compare/json-difference.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import { rules, type Rule } from "./rules.ts";

/** Differences with one rule and one place; without a rule it is a single one. */
export interface RuledDifferences {
  readonly path: readonly string[];
  readonly rule?: Rule;
  readonly differences: readonly JsonDifference[];
}

export function underRules(differences: readonly JsonDifference[]): readonly RuledDifferences[] {
  const found = new Map<string, RuledDifferences & { readonly differences: JsonDifference[] }>();
  for (const difference of differences.flatMap(divided)) {
    const path = steps(difference.path);
    const rule = ruleFor(path);
    const place = rule === undefined ? path : path.slice(0, rule.path.length);
    const key = JSON.stringify(place);
    const before = found.get(key);
    if (before === undefined)
      found.set(key, { path: place, ...(rule && { rule }), differences: [difference] });
    else before.differences.push(difference);
  }
  return [...found.values()];
}

/** What stands on one side only may be the whole that several rules are about parts of. */
function divided(difference: JsonDifference): readonly JsonDifference[] {
  const { a, b } = difference;
  const whole = a === undefined ? b : b === undefined ? a : undefined;
  const path = steps(difference.path);
  const isPart = rules.some((rule) => rule.path.length > path.length && startsAlike(rule.path, path));
  if (!isPart || !isObject(whole) || Object.keys(whole).length === 0 || ruleFor(path)) return [difference];
  return Object.entries(whole).flatMap(([key, value]) => {
    const inside = pointer([...path, key]);
    return divided(a === undefined ? { path: inside, b: value } : { path: inside, a: value });
  });
}

/** The one that is nearest. */
function ruleFor(path: readonly string[]): Rule | undefined {
  return rules
    .filter((rule) => rule.path.length <= path.length && startsAlike(rule.path, path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function startsAlike(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.slice(0, path.length).every((step, index) => step === "*" || step === path[index]);
}

export function steps(path: string): readonly string[] {
  return path.split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function pointer(path: readonly string[]): string {
  return path.map(escaped).join("/");
}

function escaped(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** What stands at `path` below `part`. */
export function valueAt(part: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)] as Json | undefined;
    return isObject(value) ? own(value, step) : undefined;
  }, part);
}
