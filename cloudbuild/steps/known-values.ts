// The substitutions whose values a config says -> texts with those in place, and the others as they are.
import { own } from "../../pipeline/ir/json-object.ts";
import { isBuiltin } from "../substitutions/builtins.ts";
import type { ResolvedValues, SubstitutionValues } from "../substitutions/expand.ts";
import { resolveValues, substituteText } from "../substitutions/expand.ts";
import { scanText } from "../substitutions/references.ts";
import { namesInValue, valueReferences } from "../substitutions/value-text.ts";

export interface KnownValues {
  /** What has no value stays, in one spelling: `$_X` is `${_X}`. `$$` stays as well. */
  readonly read: (text: string) => string;
  /** Of one substitution; what has no value stays within it. */
  readonly valueOf: (name: string) => string | undefined;
  /** As Cloud Build makes it of the text; undefined where a value is not known. */
  readonly readWhole: (text: string) => string | undefined;
}

/** As long as a value may be. */
const longestValue = 4000;

/** Values in values: deeper than anybody writes. */
const deepest = 50;

/** Substitutions are dynamic here, as triggers have them. */
export function knownValues(given: SubstitutionValues = {}): KnownValues {
  const resolved = resolveValues(given, { dynamic: true });
  const whole = wholeValues(given, resolved);
  const partly = new Map<string, string | undefined>();
  const valueOf = (name: string, depth = 0): string | undefined => {
    const value = own(whole, name);
    if (value !== undefined) return oneSpelling(value);
    if (!partly.has(name)) partly.set(name, partValue(name, depth));
    return partly.get(name);
  };
  const partValue = (name: string, depth: number): string | undefined => {
    const text = own(given, name);
    const isCircle = resolved.problems.get(name)?.some(({ kind }) => kind === "cycle");
    if (text === undefined || isCircle || depth > deepest) return undefined;
    const references = valueReferences(text).filter(({ expansion }) => expansion === undefined);
    const value = withReplaced(text, references, (one) => valueOf(one.name, depth + 1) ?? `\${${one.name}}`);
    return oneSpelling(value.slice(0, longestValue));
  };
  return {
    valueOf: (name) => valueOf(name),
    read: (text) =>
      withReplaced(text, scanText(text).references, ({ name }) => valueOf(name) ?? `\${${name}}`),
    readWhole: (text) => {
      const { text: read, problems } = substituteText(text, whole);
      return problems.length === 0 ? read : undefined;
    },
  };
}

/** `$X` as `${X}`. */
export function oneSpelling(text: string): string {
  return withReplaced(text, scanText(text).references, ({ name }) => `\${${name}}`);
}

/** Those that need nothing that only a build gives, and are well-formed. */
function wholeValues(given: SubstitutionValues, { values, problems }: ResolvedValues): SubstitutionValues {
  const users = new Map<string, string[]>();
  for (const [name, value] of Object.entries(given)) {
    for (const needed of namesInValue(value)) {
      if (!users.get(needed)?.push(name)) users.set(needed, [name]);
    }
  }
  const missing = [...users.keys()].filter((name) => !Object.hasOwn(given, name) && isBuiltin(name));
  const open = new Set([...problems.keys(), ...missing]);
  for (const name of open) for (const user of users.get(name) ?? []) open.add(user); // the loop goes on to it
  return Object.fromEntries(Object.entries(values).filter(([name]) => !open.has(name)));
}

function withReplaced<T extends { readonly start: number; readonly end: number }>(
  text: string,
  references: readonly T[],
  by: (reference: T) => string,
): string {
  const parts: string[] = [];
  let at = 0;
  for (const reference of references) {
    parts.push(text.slice(at, reference.start), by(reference));
    at = reference.end;
  }
  return [...parts, text.slice(at)].join("");
}
