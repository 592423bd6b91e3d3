// A trigger condition's CEL to what a person would say: `int(inputs.parameter_values['x']) < 5 && ...` to `n < 5 and ...`.
import { type Condition, ConditionError, type ComparisonOperator, parseCondition } from "../conditions.ts";

/** Says what a parameter of `inputs.parameter_values` is. */
export type NameOf = (parameter: string) => string;

/** Text that is not in the subset we parse stays as it is, but for the names. */
export function conditionText(cel: string, nameOf: NameOf): string {
  const condition = parsed(cel);
  if (condition !== undefined) return textOf(condition, nameOf);
  const parameter = /inputs\.parameter_values\[(?:'([^']*)'|"([^"]*)")\]/g;
  return cel.replace(parameter, (_, single?: string, double?: string) => nameOf(single ?? double ?? ""));
}

/**
 * Of branches in their order: compilers write "not the earlier ones, and mine" into each; this takes the first part off,
 * as in `if a == 1`, `else if a == 2`, `otherwise`.
 */
export function branchTexts(
  branches: readonly { readonly cel: string; readonly nameOf: NameOf }[],
): string[] {
  const earlier = new Set<string>();
  return branches.map(({ cel, nameOf }) => {
    const condition = parsed(cel);
    if (condition === undefined) return `if ${conditionText(cel, nameOf)}`;
    const parts = chain(condition, "and");
    const own = parts.filter((part) => !(part.kind === "not" && earlier.has(textOf(part.operand, nameOf))));
    const text = joined(own, "and", nameOf);
    if (own.length > 0) earlier.add(text);
    if (own.length === parts.length) return `if ${text}`;
    return own.length === 0 ? "otherwise" : `else if ${text}`;
  });
}

function parsed(cel: string): Condition | undefined {
  try {
    return parseCondition(cel);
  } catch (error) {
    if (error instanceof ConditionError) return undefined;
    throw error;
  }
}

function textOf(condition: Condition, nameOf: NameOf): string {
  switch (condition.kind) {
    case "literal":
      return typeof condition.value === "string" ? `'${condition.value}'` : String(condition.value);
    case "parameter":
      return nameOf(condition.name);
    case "conversion":
      // Compilers put these around what already has the type.
      return textOf(condition.operand, nameOf);
    case "negative":
      return `-${operandText(condition.operand, nameOf)}`;
    case "not":
      return negated(condition.operand, nameOf);
    case "and":
    case "or":
      return joined(chain(condition, condition.kind), condition.kind, nameOf);
    case "comparison":
      return comparison(condition, condition.operator, nameOf);
  }
}

const opposites: { readonly [operator in ComparisonOperator]: ComparisonOperator } = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

function negated(operand: Condition, nameOf: NameOf): string {
  if (operand.kind === "comparison") return comparison(operand, opposites[operand.operator], nameOf);
  return `not ${operandText(operand, nameOf)}`;
}

function comparison(
  { left, right }: Condition & { readonly kind: "comparison" },
  operator: ComparisonOperator,
  nameOf: NameOf,
): string {
  return `${operandText(left, nameOf)} ${operator} ${operandText(right, nameOf)}`;
}

function operandText(condition: Condition, nameOf: NameOf): string {
  const text = textOf(condition, nameOf);
  const inner = condition.kind === "conversion" ? condition.operand : condition;
  return ["literal", "parameter", "negative"].includes(inner.kind) ? text : `(${text})`;
}

function joined(parts: readonly Condition[], by: "and" | "or", nameOf: NameOf): string {
  const texts = parts.map((part) => {
    const mixed = (part.kind === "and" || part.kind === "or") && part.kind !== by;
    return mixed ? `(${textOf(part, nameOf)})` : textOf(part, nameOf);
  });
  return texts.join(` ${by} `);
}

/** The parts of `a && b && c`; whoever writes `(a && b) && c` means the same. */
function chain(condition: Condition, kind: "and" | "or"): readonly Condition[] {
  if (condition.kind !== kind) return [condition];
  const [first, ...others] = condition.operands;
  return first === undefined ? [] : [...chain(first, kind), ...others];
}
