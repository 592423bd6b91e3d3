// Texts with references to substitutions -> texts with their values. A field of a build has its references alone
// replaced; the value of a substitution, where substitutions are dynamic, has bash's expansions evaluated too. Everything
// is computed here: no shell ever sees a value.
import { own } from "../../pipeline/ir/json-object.ts";
import { findCycles } from "../../pipeline/ir/find-cycles.ts";
import { expandValue, parseExpansion } from "./expansions.ts";
import type { Expansion } from "./expansions.ts";
import type { NamedReference } from "./references.ts";
import { scanText } from "./references.ts";
import { bindingsIn, namesInValue, valueReferences } from "./value-text.ts";

export interface SubstitutionValues {
  readonly [name: string]: string;
}

export interface SubstitutionProblem {
  /**
   * `undefined`: nothing gives the name a value, and "" was taken. `expansion`: Cloud Build does not know it, and the
   * text stayed. `cycle`: the value needs itself. `binding`: `$(body.x)`, which only a trigger's event can fill.
   */
  readonly kind: "undefined" | "expansion" | "cycle" | "binding";
  /** Of the substitution that the text names; of a binding its text. */
  readonly name: string;
  /** As it is written. */
  readonly text: string;
}

/** `$_X-$$HOME` with `_X` as `a` is `a-$HOME`. Values are put in as they are: a `$` in one is not read again. */
export function substituteText(
  text: string,
  values: SubstitutionValues,
): { readonly text: string; readonly problems: readonly SubstitutionProblem[] } {
  const { references, escapes } = scanText(text);
  const problems = references
    .filter(({ name }) => own(values, name) === undefined)
    .map((reference) => ({ kind: "undefined" as const, name: reference.name, text: reference.text }));
  const pieces = [
    ...references.map(({ start, end, name }) => ({ start, end, by: own(values, name) ?? "" })),
    ...escapes.map((start) => ({ start, end: start + 2, by: "$" })),
  ].sort((a, b) => a.start - b.start);
  return { text: replacePieces(text, pieces), problems };
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** Far above every limit, and far below what a text can hold. */
const longestText = 1_000_000;

/** Past `longestText` values are left out: a config must not fill the memory. */
function replacePieces(text: string, pieces: readonly Piece[]): string {
  const parts: string[] = [];
  let [at, length] = [0, text.length];
  for (const { start, end, by } of pieces) {
    length += by.length;
    parts.push(text.slice(at, start), length > longestText ? "" : by);
    at = end;
  }
  return [...parts, text.slice(at)].join("");
}

/** cloud-build-local cuts what it evaluates one character above the 4,000 that a value may have. */
const longestResult = 4001;

/** Deeper than anybody writes. */
const deepest = 50;

/** `problems` by the name of the substitution whose value has them. */
export interface ResolvedValues {
  readonly values: SubstitutionValues;
  readonly problems: ReadonlyMap<string, readonly SubstitutionProblem[]>;
}

/** The values with the references among them followed, where `dynamic`; otherwise as they are. Order does not matter. */
export function resolveValues(
  given: SubstitutionValues,
  { dynamic }: { readonly dynamic: boolean },
): ResolvedValues {
  if (!dynamic) return { values: given, problems: new Map() };
  const needs = new Map(Object.entries(given).map(([name, value]) => [name, namesInValue(value)]));
  const inCycle = cyclicNames(needs);
  const values = new Map<string, string>();
  const problems = new Map<string, readonly SubstitutionProblem[]>();
  for (const name of inOrder(needs, inCycle)) {
    const text = own(given, name) ?? "";
    const told: SubstitutionProblem[] = bindingsIn(text).map((binding) => ({
      kind: "binding",
      name: binding,
      text: binding,
    }));
    if (inCycle.has(name)) told.push({ kind: "cycle", name, text });
    else values.set(name, evaluate(text, { values, told, depth: 0 }));
    if (inCycle.has(name)) values.set(name, text);
    if (told.length > 0) problems.set(name, told);
  }
  return { values: Object.fromEntries(values), problems };
}

type Needs = ReadonlyMap<string, ReadonlySet<string>>;

function cyclicNames(needs: Needs): ReadonlySet<string> {
  const names = new Set<string>();
  // A cycle is told once, and others may share its nodes: what is found leaves, until nothing is.
  for (;;) {
    const left = (name: string): readonly string[] =>
      names.has(name) ? [] : [...(needs.get(name) ?? [])].filter((one) => needs.has(one) && !names.has(one));
    const found = findCycles(needs.keys(), left).flat();
    if (found.length === 0) return names;
    for (const name of found) names.add(name);
  }
}

/** Each after what it needs. */
function inOrder(needs: Needs, inCycle: ReadonlySet<string>): readonly string[] {
  const order = new Set<string>();
  const seen = new Set<string>();
  for (const start of needs.keys()) {
    const path = [start];
    for (let name = path.at(-1); name !== undefined; name = path.at(-1)) {
      seen.add(name);
      const next = inCycle.has(name)
        ? undefined
        : [...(needs.get(name) ?? [])].find((one) => needs.has(one) && !seen.has(one));
      if (next !== undefined) path.push(next);
      else {
        order.add(name);
        path.pop();
      }
    }
  }
  return [...order];
}

interface Evaluation {
  readonly values: ReadonlyMap<string, string>;
  readonly told: SubstitutionProblem[];
  readonly depth: number;
}

function evaluate(text: string, of: Evaluation): string {
  let [out, at] = ["", 0];
  for (const reference of valueReferences(text)) {
    // The rest would be cut off.
    if (out.length > 2 * longestResult) break;
    out += text.slice(at, reference.start) + valueOf(reference, of);
    at = reference.end;
  }
  return at === 0 ? text : cut(out + text.slice(at));
}

function valueOf({ name, expansion, text }: NamedReference, of: Evaluation): string {
  const value = cut(of.values.get(name));
  const parsed = expansion === undefined ? undefined : parseExpansion(expansion);
  const isTooDeep = of.depth >= deepest;
  const result = parsed === undefined || isTooDeep ? value : expandValue(value, withWords(parsed, of));
  const isEvaluated = expansion === undefined || (parsed !== undefined && result !== undefined);
  if (isTooDeep || !isEvaluated) {
    of.told.push({ kind: "expansion", name, text });
    return text;
  }
  if (value === undefined && parsed?.kind !== "default") of.told.push({ kind: "undefined", name, text });
  return cut(result ?? "");
}

function cut<T extends string | undefined>(text: T): T | string {
  if (text === undefined || text.length <= longestResult) return text;
  // A character has two units at most.
  return [...text.slice(0, 2 * longestResult)].slice(0, longestResult).join("");
}

function withWords(expansion: Expansion, of: Evaluation): Expansion {
  const word = (text: string): string => evaluate(text, { ...of, depth: of.depth + 1 });
  switch (expansion.kind) {
    case "default":
      return { ...expansion, word: word(expansion.word) };
    case "remove":
      return { ...expansion, pattern: word(expansion.pattern) };
    case "replace":
      return {
        ...expansion,
        pattern: word(expansion.pattern),
        replacement: word(expansion.replacement),
      };
    default:
      return expansion;
  }
}
