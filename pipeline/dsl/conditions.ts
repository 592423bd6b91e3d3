// Conditions on values that exist only while the pipeline runs: what `when` and `elseIf` take.
import type { Json } from "../ir/pipeline-spec.ts";
import type { Combination, Comparison, ComparisonOperator, Condition, Negation, Operand } from "./graph.ts";
import { isRef, type Ref, sourceOf } from "./handle.ts";
import { copyJson } from "./json.ts";

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

export function and(...conditions: readonly [Condition, Condition, ...Condition[]]): Condition {
  return Object.freeze({ kind: "and", conditions } satisfies Combination);
}

export function or(...conditions: readonly [Condition, Condition, ...Condition[]]): Condition {
  return Object.freeze({ kind: "or", conditions } satisfies Combination);
}

export function not(condition: Condition): Condition {
  return Object.freeze({ kind: "not", condition } satisfies Negation);
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
