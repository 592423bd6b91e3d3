// How conditions convert and compare values, by CEL's rules.
import { isDeepStrictEqual } from "node:util";
import { ConditionError } from "./condition-tokens.ts";
import type { ComparisonOperator } from "./conditions.ts";
import type { Json } from "./pipeline-spec.ts";

export const conversionNames = ["int", "double", "string", "bool"] as const;
export type ConversionName = (typeof conversionNames)[number];

/** `convertValue("int", "7")` is 7. */
export function convertValue(to: ConversionName, value: Json): Json {
  const text = typeof value === "string" ? value.trim() : undefined;
  switch (to) {
    case "int":
      if (typeof value === "number" && Number.isFinite(value)) return Math.trunc(value);
      if (text !== undefined && /^[-+]?\d+$/.test(text)) return Number(text);
      break;
    case "double":
      if (typeof value === "number") return value;
      if (text !== undefined && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
      break;
    case "string":
      return typeof value === "string" ? value : JSON.stringify(value);
    case "bool":
      if (typeof value === "boolean") return value;
      if (text !== undefined && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
      break;
  }
  throw new ConditionError(`${to}(${JSON.stringify(value)}) has no value`);
}

/** Values of different types are unequal, and have no order. */
export function compareValues(operator: ComparisonOperator, left: Json, right: Json): boolean {
  if (operator === "==") return isDeepStrictEqual(left, right);
  if (operator === "!=") return !isDeepStrictEqual(left, right);
  const ordered =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!ordered) {
    throw new ConditionError(
      `${JSON.stringify(left)} ${operator} ${JSON.stringify(right)} compares values that have no order`,
    );
  }
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}
