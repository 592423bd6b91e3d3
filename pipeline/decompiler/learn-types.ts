// Learns from loops and fields of what types the items of lists and the fields of structs are.
import type { Source } from "../dsl/graph.ts";
import { own } from "../ir/json-object.ts";
import { hintOfSource, loopItems, resolveParameter } from "./resolve-sources.ts";
import type { Scope, ScopeMember } from "./scope.ts";
import { itemHint } from "./type-hints.ts";

/** Keeps what it learns as hints of the file: the next time that the file is raised they are there. */
export function learnTypes(scope: Scope): void {
  for (const member of scope.members.values()) {
    learnFromLoop(scope, member);
    learnFromInputs(scope, member);
    if (member.scope !== undefined) learnTypes(member.scope);
  }
}

/** The item of a loop is declared with its type, the list only as a list. */
function learnFromLoop(scope: Scope, member: ScopeMember): void {
  const { parameterIterator: iterator } = member.task;
  if (iterator === undefined || member.scope === undefined) return;
  const items = loopItems(scope, member);
  if (items?.kind !== "source") return;
  const hint = hintOfSource(scope, items.source);
  const declared = own(member.component.inputDefinitions?.parameters, iterator.itemInput)?.parameterType;
  const item = hint && itemHint(hint);
  if (declared !== undefined) item?.types.add(declared);
}

/** A field that goes into an input is of the input's type. */
function learnFromInputs(scope: Scope, member: ScopeMember): void {
  for (const [name, input] of Object.entries(member.task.inputs?.parameters ?? {})) {
    if (input.parameterExpressionSelector === undefined) continue;
    const source: Source | undefined = resolveParameter(scope, input);
    const declared = own(member.component.inputDefinitions?.parameters, name)?.parameterType;
    if (source !== undefined && declared !== undefined) hintOfSource(scope, source)?.types.add(declared);
  }
}
