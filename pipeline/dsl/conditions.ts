// Conditions on values that exist only while the pipeline runs: what `when` and `elseIf` take.
import type { Combination, Comparison, ComparisonOperator, Condition, Negation } from "./graph.ts";
import type { Ref } from "./handle.ts";
import { argument } from "./task.ts";

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
    left: argument(left),
    right: argument(right),
  } satisfies Comparison);
}
