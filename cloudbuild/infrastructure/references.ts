// What a part of a configuration refers to.
import { type Data, isExpression, type Reference, type Resource } from "./terraform.ts";

/** Those anywhere in a value, in its order. */
export function referencesIn(value: unknown): readonly Reference[] {
  if (isExpression(value)) return value.references;
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

/** Of everything that it says, conditions and `after` included. */
export function referencesOf(of: Resource | Data): readonly Reference[] {
  const conditions = of.kind === "resource" ? of.when.map(({ name }) => ({ address: `var.${name}` })) : [];
  return [...referencesIn(of.body), ...conditions, ...of.after.map(({ address }) => ({ address }))];
}
