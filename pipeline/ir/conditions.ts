// Trigger conditions: the subset of CEL that KFP's compilers write, parsed and evaluated, never run as code.
import { ConditionError, type Token, tokenizeCondition } from "./condition-tokens.ts";
import { compareValues, convertValue, type ConversionName, conversionNames } from "./condition-values.ts";
import type { Json } from "./pipeline-spec.ts";

export { ConditionError } from "./condition-tokens.ts";

export type Condition =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "conversion"; readonly to: ConversionName; readonly operand: Condition }
  | { readonly kind: "not" | "negative"; readonly operand: Condition }
  /** Two or more. */
  | { readonly kind: "and" | "or"; readonly operands: readonly Condition[] }
  | {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: Condition;
      readonly right: Condition;
    };

const comparisonOperators = ["==", "!=", "<=", ">=", "<", ">"] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

/** Of parentheses, conversions and negations: more is no condition, and would exhaust the stack. */
const deepest = 200;

/**
 * Understands `inputs.parameter_values['NAME']`, literals, `== != < <= > >=`, `! && ||`, parentheses and
 * `int() double() string() bool()`. Throws `ConditionError` that names anything else.
 */
export function parseCondition(text: string): Condition {
  const tokens = tokenizeCondition(text);
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next] ?? { kind: "end", text: "the end", at: text.length };
  const is = (operator: string): boolean => peek().kind === "operator" && peek().text === operator;
  const take = (operator: string): boolean => is(operator) && ++next > 0;
  const fail = (expected: string): never => {
    throw new ConditionError(
      `expected ${expected} at column ${peek().at + 1}, found ${syntaxAt(tokens, next)}`,
    );
  };
  const expect = (operator: string): void => {
    if (!take(operator)) fail(`"${operator}"`);
  };

  const either = (): Condition => joined("or", "||", both);
  const both = (): Condition => joined("and", "&&", comparison);
  const joined = (kind: "and" | "or", operator: string, operand: () => Condition): Condition => {
    const first = operand();
    if (!is(operator)) return first;
    const operands = [first];
    while (take(operator)) operands.push(operand());
    return { kind, operands };
  };
  const comparison = (): Condition => {
    const left = unary();
    const operator = comparisonOperators.find(is);
    if (operator === undefined) return left;
    next += 1;
    const right = unary();
    if (comparisonOperators.some(is)) fail('"&&", "||" or the end (comparisons cannot be chained)');
    return { kind: "comparison", operator, left, right };
  };
  const unary = (): Condition => {
    depth += 1;
    if (depth > deepest) throw new ConditionError(`it is nested more than ${deepest} deep`);
    try {
      return unaryAtDepth();
    } finally {
      depth -= 1;
    }
  };
  const unaryAtDepth = (): Condition => {
    if (take("!")) return { kind: "not", operand: unary() };
    if (take("-")) return { kind: "negative", operand: unary() };
    return primary();
  };
  const primary = (): Condition => {
    if (take("(")) {
      const inner = either();
      expect(")");
      return inner;
    }
    const token = peek();
    next += 1;
    if (token.kind === "string") return { kind: "literal", value: token.value };
    if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
    if (token.kind === "name") return named(token.text);
    next -= 1;
    return fail("a value");
  };
  const named = (name: string): Condition => {
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    if (name === "inputs" && is(".")) return parameter();
    const to = conversionNames.find((conversion) => conversion === name);
    if (to === undefined || !take("(")) {
      next -= 1;
      return fail("inputs.parameter_values['NAME'], a literal, int(), double(), string() or bool()");
    }
    const operand = either();
    expect(")");
    return { kind: "conversion", to, operand };
  };
  const parameter = (): Condition => {
    expect(".");
    if (peek().text !== "parameter_values") fail("parameter_values");
    next += 1;
    expect("[");
    const name = peek();
    if (name.kind !== "string") return fail("a parameter's name in quotes");
    next += 1;
    expect("]");
    return { kind: "parameter", name: name.value };
  };

  const condition = either();
  if (peek().kind !== "end") fail("an operator or the end");
  return condition;
}

/** What somebody would call it: `.startsWith()`, `size()`, or the token itself. */
function syntaxAt(tokens: readonly Token[], at: number): string {
  const [first, second, third] = tokens.slice(at, at + 3);
  const isCall = (token: Token | undefined): string => (token?.text === "(" ? "()" : "");
  if (first?.text === "." && second?.kind === "name") return `.${second.text}${isCall(third)}`;
  return first?.kind === "name" ? `${first.text}${isCall(second)}` : (first?.text ?? "the end");
}

/** `parameters` are the task's own inputs. Throws `ConditionError` if it cannot be decided. */
export function evaluateCondition(
  condition: Condition,
  parameters: { readonly [name: string]: Json },
): boolean {
  const value = evaluate(condition, parameters);
  if (typeof value === "boolean") return value;
  throw new ConditionError(`the condition gives ${JSON.stringify(value)}, not true or false`);
}

function evaluate(node: Condition, parameters: { readonly [name: string]: Json }): Json {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "parameter": {
      const value = Object.hasOwn(parameters, node.name) ? parameters[node.name] : undefined;
      if (value !== undefined) return value;
      throw new ConditionError(`the input "${node.name}" has no value. Give it one, or a default`);
    }
    case "conversion":
      return convertValue(node.to, evaluate(node.operand, parameters));
    case "negative": {
      const value = evaluate(node.operand, parameters);
      if (typeof value === "number") return -value;
      throw new ConditionError(`"-" stands before ${JSON.stringify(value)}, which is no number`);
    }
    case "not":
      return !evaluateCondition(node.operand, parameters);
    case "and":
    case "or":
      return evaluateLogic(node, parameters);
    case "comparison":
      return compareValues(node.operator, evaluate(node.left, parameters), evaluate(node.right, parameters));
  }
}

/** As in CEL, a side that decides the outcome makes up for an error in another. */
function evaluateLogic(
  node: Condition & { readonly kind: "and" | "or" },
  parameters: { readonly [name: string]: Json },
): boolean {
  const decisive = node.kind === "or";
  let problem: ConditionError | undefined;
  for (const side of node.operands) {
    try {
      if (evaluateCondition(side, parameters) === decisive) return decisive;
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      problem ??= error;
    }
  }
  if (problem !== undefined) throw problem;
  return !decisive;
}
