// Conditions must compare what can be compared; those written as CEL must be understood, and use what the task has.
import type { Comparison, Condition, Operand, ValueType } from "../dsl/graph.ts";
import { typeOfConstants } from "../dsl/infer-type.ts";
import { isJson } from "../dsl/json.ts";
import { ConditionError, type Condition as Cel, parseCondition } from "../ir/conditions.ts";
import { allMembers, type Plan, type TaskMember } from "./dag.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import { shownType } from "./type-mismatch.ts";

export function checkConditions(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => {
    if (member.kind === "task") return checkCel(member);
    if (member.kind !== "branch" || member.branch.condition === undefined) return [];
    return comparisonsOf(member.branch.condition).flatMap((one) => checkComparison(member.path, one));
  });
}

function comparisonsOf(condition: Condition): readonly Comparison[] {
  switch (condition.kind) {
    case "comparison":
      return [condition];
    case "and":
    case "or":
      return condition.conditions.flatMap(comparisonsOf);
    case "not":
      return comparisonsOf(condition.condition);
    default:
      return condition satisfies never;
  }
}

function checkComparison(where: string, { left, operator, right }: Comparison): readonly Problem[] {
  const problem = (message: string, code: ProblemCode = "ILLEGAL_CONDITION"): readonly Problem[] => [
    { code, where, message },
  ];
  if ([left, right].some((side) => side.kind === "constant" && !isJson(side.value))) {
    return problem(
      "its condition holds something that is no JSON. Compare text, numbers and booleans.",
      "NOT_JSON",
    );
  }
  const types = [left, right].map(typeOf);
  const artifact = types.find((type) => type.kind !== "parameter");
  if (artifact !== undefined) {
    return problem(
      `its condition compares a ${shownType(artifact)}. Compare a parameter that says what matters of it.`,
    );
  }
  const kinds = types.flatMap(kindOf);
  const [one, other] = kinds;
  if (one !== undefined && other !== undefined && one !== other) {
    const [first, second] = types.map(shownType);
    return problem(`its condition compares a ${first} with a ${second}. Compare values of one type.`);
  }
  const unordered = kinds.find((kind) => kind !== "NUMBER");
  if (unordered === undefined || operator === "==" || operator === "!=") return [];
  return problem(`its condition orders values of type ${unordered} with "${operator}". Order numbers only.`);
}

function typeOf(operand: Operand): ValueType {
  return operand.kind === "constant" ? typeOfConstants([operand.value]) : operand.type;
}

/** Integers and doubles can be compared; of some values only the run knows the type. */
function kindOf(type: ValueType): readonly string[] {
  if (type.kind !== "parameter" || type.unknown) return [];
  return [type.type.startsWith("NUMBER_") ? "NUMBER" : type.type];
}

function checkCel({ path, node }: TaskMember): readonly Problem[] {
  const { condition, isUncheckedCondition } = node.settings;
  if (condition === undefined || isUncheckedCondition) return [];
  const problem = (message: string): readonly Problem[] => [
    { code: "ILLEGAL_CONDITION", where: path, message },
  ];
  let parsed: Cel;
  try {
    parsed = parseCondition(condition);
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return problem(`its condition "${condition}" is none: ${error.message}. Correct it.`);
  }
  const declared = Object.entries(node.component.inputs).filter(([, { type }]) => type.kind === "parameter");
  const inputs = new Set([...declared.map(([name]) => name), ...Object.keys(node.undeclared)]);
  const unknown = parametersOf(parsed).find((name) => !inputs.has(name));
  if (unknown === undefined) return [];
  const known = [...inputs].join(", ") || "none";
  return problem(
    `its condition takes the parameter "${unknown}", which the task does not have. Its parameters are: ${known}.`,
  );
}

function parametersOf(condition: Cel): readonly string[] {
  switch (condition.kind) {
    case "literal":
      return [];
    case "parameter":
      return [condition.name];
    case "conversion":
    case "not":
    case "negative":
      return parametersOf(condition.operand);
    case "and":
    case "or":
      return condition.operands.flatMap(parametersOf);
    case "comparison":
      return [...parametersOf(condition.left), ...parametersOf(condition.right)];
    default:
      return condition satisfies never;
  }
}
