// Turns conditions into calls of the functions that compare handles.
import type { ComparisonOperator, Condition, Operand } from "../../dsl/graph.ts";
import { constantLiteral } from "./placeholders.ts";
import { refType, use } from "./module.ts";
import type { Scope } from "./scope.ts";
import { printSource } from "./sources.ts";
import { primitiveOf, staticLiterals, staticType } from "./static-types.ts";

const comparisons = {
  "==": "equals",
  "!=": "notEquals",
  ">": "greaterThan",
  ">=": "greaterOrEqual",
  "<": "lessThan",
  "<=": "lessOrEqual",
} as const satisfies { readonly [operator in ComparisonOperator]: string };

export function printCondition(scope: Scope, condition: Condition): string {
  switch (condition.kind) {
    case "comparison": {
      const { operator, left, right } = condition;
      const name = use(scope.module, comparisons[operator]);
      return `${name}(${printOperands(scope, operator, left, right).join(", ")})`;
    }
    case "and":
    case "or": {
      const parts = condition.conditions.map((part) => printCondition(scope, part));
      return `${use(scope.module, condition.kind)}(${parts.join(", ")})`;
    }
    case "not":
      return `${use(scope.module, "not")}(${printCondition(scope, condition.condition)})`;
    default:
      return condition satisfies never;
  }
}

type Primitive = "string" | "number" | "boolean";

/** Both sides must be of one type, and the left one a handle; files do not always keep to that. */
function printOperands(
  scope: Scope,
  operator: ComparisonOperator,
  left: Operand,
  right: Operand,
): readonly string[] {
  const isOrder = operator !== "==" && operator !== "!=";
  const wanted = isOrder ? "number" : (primitive(scope, left) ?? primitive(scope, right) ?? "string");
  if (left.kind === "constant") {
    return [`${constantLiteral(scope.module, left.value)} as never`, printOperand(scope, right, wanted)];
  }
  const literals = staticLiterals(scope, left);
  const isNarrow = literals !== undefined && (right.kind !== "constant" || !literals.includes(right.value));
  const first = printOperand(scope, left, wanted);
  return [
    isNarrow && !isOrder ? `${first} as ${refType(scope.module, wanted)}` : first,
    printOperand(scope, right, wanted),
  ];
}

function printOperand(scope: Scope, operand: Operand, wanted: Primitive): string {
  if (operand.kind === "constant") {
    const text = constantLiteral(scope.module, operand.value);
    return typeof operand.value === wanted ? text : `${text} as never`;
  }
  const expression = printSource(scope, operand);
  const type = staticType(scope, operand);
  // A cast would change the type that the file has for it.
  if (typeof type === "string") return `${expression} as ${refType(scope.module, wanted)}`;
  return primitiveOf(type) === wanted ? expression : `${expression} as never`;
}

function primitive(scope: Scope, operand: Operand): Primitive | undefined {
  if (operand.kind !== "constant") return primitiveOf(staticType(scope, operand));
  const type = typeof operand.value;
  return type === "string" || type === "number" || type === "boolean" ? type : undefined;
}
