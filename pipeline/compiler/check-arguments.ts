// What a task is given must fit what its component declares.
import type { Argument, Composite, CompositeArgument, InputDefinition, ValueType } from "../dsl/graph.ts";
import { isJson } from "../dsl/json.ts";
import { holdsObject } from "./check-placeholders.ts";
import { allMembers, type LoopDag, type Plan, type TaskMember } from "./dag.ts";
import type { Problem } from "./problem.ts";
import { isAssignable, mismatch, outOfLiterals, shown, shownType, typeOfComposite } from "./type-mismatch.ts";

export function checkArguments(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => {
    if (member.kind === "task") return checkTask(member);
    return member.kind === "loop" ? checkItems(member) : [];
  });
}

function checkTask({ path, node }: TaskMember): readonly Problem[] {
  const { inputs } = node.component;
  const item = node.settings.iterator?.itemInput; // given by the iteration
  const missing = Object.entries(inputs)
    .filter(([, { optional, default: value }]) => !optional && value === undefined)
    .filter(([name]) => name !== item && !node.omitted?.includes(name))
    .filter(([name]) => !Object.hasOwn(node.arguments, name))
    .map(([name, { type }]): Problem => {
      const message = `input "${name}" is missing. Give a ${shownType(type)}.`;
      return { code: "MISSING_INPUT", where: path, message };
    });
  const given = Object.entries(node.arguments).flatMap(([name, argument]): readonly Problem[] => {
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (input !== undefined) return checkArgument(path, name, input, argument);
    const known = Object.keys(inputs).join(", ") || "none";
    const message = `there is no input "${name}". Its inputs are: ${known}.`;
    return [{ code: "UNKNOWN_INPUT", where: path, message }];
  });
  return [...missing, ...given];
}

function checkArgument(
  where: string,
  name: string,
  { type, literals }: InputDefinition,
  argument: Argument,
): readonly Problem[] {
  if (argument.kind === "raw") return [];
  if (argument.kind === "composite") return checkComposite(where, name, type, argument);
  if (argument.kind === "constant") {
    const { value } = argument;
    if (!isJson(value)) return [notJson(where, `input "${name}"`)];
    if (holdsObject(JSON.stringify(value))) {
      const message = `input "${name}" is ${shown(value)}, where a handle was put into text. Write text\`...\` with the handle in it.`;
      return [{ code: "OBJECT_IN_TEXT", where, message }];
    }
    if (type.kind !== "parameter") {
      const message = `input "${name}" is ${shown(value)}, but wants a ${shownType(type)}. Bring it in with importer().`;
      return [{ code: "ARTIFACT_TYPE_MISMATCH", where, message }];
    }
    const wrong = mismatch(value, type) ?? outOfLiterals(value, literals);
    if (wrong === undefined) return [];
    const message = `input "${name}" ${wrong}. Give a value of that type.`;
    return [{ code: "PARAMETER_TYPE_MISMATCH", where, message }];
  }
  if (isAssignable(argument.type, type)) return [];
  const code = type.kind === "parameter" ? "PARAMETER_TYPE_MISMATCH" : "ARTIFACT_TYPE_MISMATCH";
  const message = `input "${name}" takes a ${shownType(argument.type)}, but wants a ${shownType(type)}. Give a handle of that type.`;
  return [{ code, where, message }];
}

/** Its parts are text when the task starts, so that only its outer kind is known. */
function checkComposite(
  where: string,
  name: string,
  type: ValueType,
  { value }: CompositeArgument,
): readonly Problem[] {
  if (type.kind === "parameter" && (type.unknown || type.type === typeOfComposite(value))) {
    return hasJsonOnly(value) ? [] : [notJson(where, `input "${name}"`)];
  }
  const given = { json: "a constant", text: "a text", list: "a list", struct: "a struct" }[value.kind];
  const message = `input "${name}" is ${given} with handles in it, but wants a ${shownType(type)}. Give a value of that type.`;
  return [{ code: "PARAMETER_TYPE_MISMATCH", where, message }];
}

function hasJsonOnly(value: Composite): boolean {
  switch (value.kind) {
    case "json":
      return isJson(value.value);
    case "text":
      return true;
    case "list":
      return value.items.every(hasJsonOnly);
    case "struct":
      return Object.values(value.fields).every(hasJsonOnly);
    default:
      return value satisfies never;
  }
}

function checkItems({ path, node: { items } }: LoopDag): readonly Problem[] {
  return items.kind === "constant" && !isJson(items.values) ? [notJson(path, "its list of items")] : [];
}

function notJson(where: string, what: string): Problem {
  const message = `${what} holds something that is no JSON. Give text, numbers, lists, plain objects and handles only.`;
  return { code: "NOT_JSON", where, message };
}
