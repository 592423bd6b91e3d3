// What a task is given must fit what its component declares.
import type { Argument, InputDefinition } from "../dsl/graph.ts";
import { isJson } from "../dsl/json.ts";
import { allMembers, type LoopDag, type Plan, type TaskMember } from "./dag.ts";
import type { Problem } from "./problem.ts";
import { isAssignable, mismatch, shown, shownType } from "./type-mismatch.ts";

export function checkArguments(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => {
    if (member.kind === "task") return checkTask(member);
    return member.kind === "loop" ? checkItems(member) : [];
  });
}

function checkTask({ path, node }: TaskMember): readonly Problem[] {
  const { inputs } = node.component;
  const missing = Object.entries(inputs)
    .filter(([name, { optional }]) => !optional && !Object.hasOwn(node.arguments, name))
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
  { type }: InputDefinition,
  argument: Argument,
): readonly Problem[] {
  if (argument.kind === "constant") {
    const { value } = argument;
    if (!isJson(value)) return [notJson(where, `input "${name}"`)];
    if (type.kind !== "parameter") {
      const message = `input "${name}" is ${shown(value)}, but wants a ${shownType(type)}. Bring it in with importer().`;
      return [{ code: "ARTIFACT_TYPE_MISMATCH", where, message }];
    }
    const wrong = mismatch(value, type);
    if (wrong === undefined) return [];
    const message = `input "${name}" ${wrong}. Give a value of that type.`;
    return [{ code: "PARAMETER_TYPE_MISMATCH", where, message }];
  }
  if (isAssignable(argument.type, type)) return [];
  const code = type.kind === "parameter" ? "PARAMETER_TYPE_MISMATCH" : "ARTIFACT_TYPE_MISMATCH";
  const message = `input "${name}" takes a ${shownType(argument.type)}, but wants a ${shownType(type)}. Give a handle of that type.`;
  return [{ code, where, message }];
}

function checkItems({ path, node: { items } }: LoopDag): readonly Problem[] {
  return items.kind === "constant" && !isJson(items.values) ? [notJson(path, "its list of items")] : [];
}

function notJson(where: string, what: string): Problem {
  const message = `${what} holds something that is no JSON. Give text, numbers, lists and plain objects only; a handle must stand alone.`;
  return { code: "NOT_JSON", where, message };
}
