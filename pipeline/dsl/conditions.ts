// Conditions on values that exist only while the pipeline runs: what `when` and `elseIf` take.
import type { Json } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import type { Combination, Comparison, ComparisonOperator, Condition, Negation, Operand } from "./graph.ts";
import { isRef, type Ref, sourceOf } from "./handle.ts";
import { copyJson } from "./json.ts";

/** A handle to a boolean is a condition by itself: `inputs.fast` is `equals(inputs.fast, true)`. */
export type ConditionOrRef = Condition | Ref<boolean>;

/** `equals(inputs.mode, "fast")` */
export function equals<T extends string | number | boolean>(
  left: Ref<T>,
  right: NoInfer<T> | Ref<NoInfer<T>>,
): Condition {
  return comparison("==", left, right);
}

export function notEquals<T extends string | number | boolean>(
  left: Ref<T>,
  right: NoInfer<T> | Ref<NoInfer<T>>,
): Condition {
  return comparison("!=", left, right);
}

export function greaterThan(left: Ref<number>, right: number | Ref<number>): Condition {
  return comparison(">", left, right);
}

export function greaterOrEqual(left: Ref<number>, right: number | Ref<number>): Condition {
  return comparison(">=", left, right);
}

export function lessThan(left: Ref<number>, right: number | Ref<number>): Condition {
  return comparison("<", left, right);
}

export function lessOrEqual(left: Ref<number>, right: number | Ref<number>): Condition {
  return comparison("<=", left, right);
}

/** `and(inputs.fast, greaterThan(rows, 100))` */
export function and(
  ...conditions: readonly [ConditionOrRef, ConditionOrRef, ...ConditionOrRef[]]
): Condition {
  return combination("and", conditions);
}

export function or(...conditions: readonly [ConditionOrRef, ConditionOrRef, ...ConditionOrRef[]]): Condition {
  return combination("or", conditions);
}

/** `not(inputs.fast)` */
export function not(condition: ConditionOrRef): Condition {
  return Object.freeze({ kind: "not", condition: conditionOf("not()", condition) } satisfies Negation);
}

/** `where` names what takes the condition. Throws `NOT_A_CONDITION` for what only plain JavaScript lets through. */
export function conditionOf(where: string, value: unknown): Condition {
  if (isRef(value)) return comparison("==", value, true);
  if (isCondition(value)) return value;
  throw new UserError(
    "NOT_A_CONDITION",
    `${where}: takes a condition, but is given ${shown(value)}. Give a comparison, as equals(inputs.mode, "fast"), or a handle to a boolean; of what is known before the run, decide with if.`,
  );
}

const kinds: ReadonlySet<unknown> = new Set<Condition["kind"]>(["comparison", "and", "or", "not"]);

function isCondition(value: unknown): value is Condition {
  return typeof value === "object" && value !== null && "kind" in value && kinds.has(value.kind);
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object that is none" : String(value);
}

function combination(kind: Combination["kind"], conditions: readonly ConditionOrRef[]): Condition {
  const parts = conditions.map((condition) => conditionOf(`${kind}()`, condition));
  return Object.freeze({ kind, conditions: parts } satisfies Combination);
}

function comparison(operator: ComparisonOperator, left: unknown, right: unknown): Condition {
  return Object.freeze({
    kind: "comparison",
    operator,
    left: operand(left),
    right: operand(right),
  } satisfies Comparison);
}

function operand(value: unknown): Operand {
  if (isRef(value)) return sourceOf(value);
  return { kind: "constant", value: copyJson(value as Json) }; // what is no JSON the compiler reports
}
