// Turns a parsed condition into one of the DSL, over handles.
import type { ComparisonOperator, Condition, Operand, ParameterValueType, Source } from "../dsl/graph.ts";
import { typeOfConstants } from "../dsl/infer-type.ts";
import type { Condition as ParsedCondition } from "../ir/conditions.ts";
import { fitted } from "./fit-type.ts";

/** Gives the value that an input of the group stands for. */
export type SourceOfInput = (name: string) => Source | undefined;

/** `undefined`: the DSL has no form for it. */
export function raiseCondition(parsed: ParsedCondition, sourceOf: SourceOfInput): Condition | undefined {
  switch (parsed.kind) {
    case "and":
    case "or": {
      const parts = parsed.operands.map((part) => raiseCondition(part, sourceOf));
      return parts.every((part) => part !== undefined) ? { kind: parsed.kind, conditions: parts } : undefined;
    }
    case "not": {
      const condition = raiseCondition(parsed.operand, sourceOf);
      return condition && { kind: "not", condition };
    }
    case "comparison":
      return raiseComparison(parsed, sourceOf);
    default:
      return undefined;
  }
}

function raiseComparison(
  parsed: ParsedCondition & { readonly kind: "comparison" },
  sourceOf: SourceOfInput,
): Condition | undefined {
  const left = operand(parsed.left, sourceOf);
  const right = operand(parsed.right, sourceOf);
  if (left === undefined || right === undefined || left.kind === "constant") return undefined;
  if (ordersText(parsed.operator, left, right)) return undefined;
  const wanted = comparedType(parsed.operator, left, right);
  return {
    kind: "comparison",
    operator: parsed.operator,
    left: wanted ? fitted(left, wanted) : left,
    right: right.kind === "constant" || wanted === undefined ? right : fitted(right, wanted),
  };
}

/** CEL orders texts as well; the DSL orders numbers only. */
function ordersText(operator: ComparisonOperator, ...sides: readonly Operand[]): boolean {
  if (operator === "==" || operator === "!=") return false;
  const types = sides.map((side) => (side.kind === "constant" ? typeOfConstants([side.value]) : side.type));
  return types.some((type) => type.kind === "parameter" && !type.unknown && !isNumber(type));
}

/** `int(x)` says no more than that x is a number, which the compiler finds out itself. */
function operand(parsed: ParsedCondition, sourceOf: SourceOfInput): Operand | undefined {
  switch (parsed.kind) {
    case "literal":
      return { kind: "constant", value: parsed.value };
    case "negative": {
      const of = operand(parsed.operand, sourceOf);
      return of?.kind === "constant" && typeof of.value === "number"
        ? { kind: "constant", value: -of.value }
        : undefined;
    }
    case "conversion":
      return operand(parsed.operand, sourceOf);
    case "parameter":
      return sourceOf(parsed.name);
    default:
      return undefined;
  }
}

/** The type that both sides must be of in TypeScript. */
function comparedType(
  operator: ComparisonOperator,
  left: Source,
  right: Operand,
): ParameterValueType | undefined {
  const isOrdered = operator !== "==" && operator !== "!=";
  const rightType = right.kind === "constant" ? typeOfConstants([right.value]) : right.type;
  if (left.type.kind !== "parameter" || rightType.kind !== "parameter") return undefined;
  if (isOrdered && !isNumber(left.type) && !isNumber(rightType)) {
    return { kind: "parameter", type: "NUMBER_INTEGER" };
  }
  if (isNumber(left.type) && isNumber(rightType)) return undefined; // the compiler converts between the two
  return rightType.unknown ? left.type : rightType;
}

function isNumber(type: ParameterValueType): boolean {
  return !type.unknown && (type.type === "NUMBER_INTEGER" || type.type === "NUMBER_DOUBLE");
}
