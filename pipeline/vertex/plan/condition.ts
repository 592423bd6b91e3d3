// A task's condition before anything has run: decided where all that it needs is known.
import { ConditionError, evaluateCondition, parseCondition } from "../../ir/conditions.ts";
import { identity, knownParameters, unsettled } from "./value.ts";
import type { Site } from "./walk.ts";

/** `undefined`: what it reads is not known yet. */
export function evaluated(site: Site, condition: string): "holds" | "fails" | undefined {
  try {
    return evaluateCondition(parseCondition(condition), knownParameters(site.inputs)) ? "holds" : "fails";
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return undefined;
  }
}

/** Equal keys are the same condition of the same values; `undefined`: not all that it reads is known. */
export function conditionKey(site: Site, condition: string): string | undefined {
  const known = read(condition).map((name) => {
    const value = site.inputs.parameters.get(name);
    return value && identity(value);
  });
  return known.includes(undefined) ? undefined : `${condition} ${JSON.stringify(known)}`;
}

/** The tasks that give what it reads. */
export function awaited(site: Site, condition: string): readonly string[] {
  const values = read(condition).flatMap((name) => site.inputs.parameters.get(name) ?? []);
  return values.flatMap(unsettled).flatMap((part) => (part.kind === "open" ? part.from : []));
}

function read(condition: string): readonly string[] {
  const found = condition.matchAll(/parameter_values\[(?:'([^']*)'|"([^"]*)")\]/g);
  return [...new Set([...found].map(([, single, double]) => single ?? double ?? ""))];
}
