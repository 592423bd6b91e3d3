// Writes conditions in CEL, over the inputs of the group that they decide on.
import type { Comparison, Condition, Operand, ParameterValueType, Source } from "../dsl/graph.ts";
import { typeOfConstants } from "../dsl/infer-type.ts";
import type { Json } from "../ir/pipeline-spec.ts";
import { numberText } from "./number-text.ts";

/** Gives the name of the group's input that holds a value. */
export type InputName = (source: Source) => string;

/** A branch runs if its own condition holds and none of those before it does. */
export function lowerBranchCondition(
  before: readonly Condition[],
  own: Condition | undefined,
  inputName: InputName,
): string {
  return [
    ...before.map((condition) => `!(${lowerCondition(condition, inputName)})`),
    ...(own === undefined ? [] : [lowerCondition(own, inputName, before.length > 0)]),
  ].join(" && ");
}

/** `nested`: something else follows, so that what binds weaker needs parentheses. */
function lowerCondition(condition: Condition, inputName: InputName, nested = false): string {
  switch (condition.kind) {
    case "comparison":
      return lowerComparison(condition, inputName);
    case "and":
    case "or": {
      const operator = condition.kind === "and" ? " && " : " || ";
      const text = condition.conditions.map((part) => lowerCondition(part, inputName, true)).join(operator);
      return nested ? `(${text})` : text;
    }
    case "not":
      return `!(${lowerCondition(condition.condition, inputName)})`;
    default:
      return condition satisfies never;
  }
}

/** As kfp's SDK writes it: integers are cast, and where one side is a double both are. */
function lowerComparison({ left, operator, right }: Comparison, inputName: InputName): string {
  const types = [left, right].map(typeOfArgument);
  const known = types.filter((type) => !type.unknown).map(({ type }) => type);
  const numeric = known.includes("NUMBER_DOUBLE")
    ? "NUMBER_DOUBLE"
    : known.includes("NUMBER_INTEGER")
      ? "NUMBER_INTEGER"
      : undefined;
  const operand = (argument: Operand) =>
    argument.kind === "constant"
      ? constantText(argument.value, numeric)
      : sourceText(argument, numeric, inputName);
  return `${operand(left)} ${operator} ${operand(right)}`;
}

function typeOfArgument(argument: Operand): ParameterValueType {
  if (argument.kind === "constant") return typeOfConstants([argument.value]);
  if (argument.type.kind === "parameter") return argument.type;
  throw new Error("an artifact cannot be compared");
}

type Numeric = "NUMBER_INTEGER" | "NUMBER_DOUBLE" | undefined;

function sourceText(source: Source, numeric: Numeric, inputName: InputName): string {
  const value = `inputs.parameter_values['${inputName(source)}']`;
  const type = typeOfArgument(source);
  if (type.type === "NUMBER_INTEGER" && numeric === "NUMBER_DOUBLE") return `double(int(${value}))`;
  if (type.type === "NUMBER_INTEGER") return `int(${value})`;
  if (type.unknown && numeric !== undefined)
    return `${numeric === "NUMBER_INTEGER" ? "int" : "double"}(${value})`;
  return value;
}

function constantText(value: Json, numeric: Numeric): string {
  if (typeof value === "string") return stringText(value);
  const text = typeof value === "number" ? numberText(value) : JSON.stringify(value);
  const isDouble = numeric === "NUMBER_DOUBLE" && /^-?\d+$/.test(text);
  return isDouble ? `${text}.0` : text;
}

/** A quote or a line break inside the text must not end it. */
function stringText(value: string): string {
  const escapes: { readonly [character: string]: string } = {
    "\\": "\\\\",
    "'": "\\'",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
  };
  return `'${value.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)}'`;
}
