// Takes the conditions of branches apart: each holds the negations of those before it, and then its own.
import { type Condition, ConditionError, parseCondition } from "../ir/conditions.ts";

/** Each branch's own condition, `undefined` for the last of several without one; nothing if they are no chain. */
export function branchConditions(
  conditions: readonly string[],
): readonly (Condition | undefined)[] | undefined {
  const own: string[] = [];
  const parsed: (Condition | undefined)[] = [];
  for (const [index, condition] of conditions.entries()) {
    const before = own.map((text) => `!(${text})`).join(" && ");
    if (index > 0 && index === conditions.length - 1 && condition === before) {
      parsed.push(undefined);
      continue;
    }
    const prefix = before === "" ? "" : `${before} && `;
    if (!condition.startsWith(prefix)) return undefined;
    const text = withoutParentheses(condition.slice(prefix.length), index > 0);
    const tree = parse(text);
    if (tree === undefined) return undefined;
    own.push(text);
    parsed.push(tree);
  }
  return parsed;
}

/** Behind others a condition of several parts stands in parentheses, which are not its own. */
function withoutParentheses(text: string, behindOthers: boolean): string {
  if (!behindOthers || !text.startsWith("(") || !text.endsWith(")")) return text;
  const inner = text.slice(1, -1);
  return parse(inner) === undefined ? text : inner;
}

function parse(text: string): Condition | undefined {
  try {
    return parseCondition(text);
  } catch (error) {
    if (error instanceof ConditionError) return undefined;
    throw error;
  }
}
