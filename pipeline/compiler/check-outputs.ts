// What leaves a pipeline is what it declares, and what several branches give under one name has one type.
import type { OutputDefinition, Source, ValueType } from "../dsl/graph.ts";
import { allMembers, type BranchesDag, type Plan } from "./dag.ts";
import type { Problem } from "./problem.ts";
import { isAssignable, shownType } from "./type-mismatch.ts";

export function checkOutputs(plan: Plan): readonly Problem[] {
  const { path, graph, returned } = plan.root;
  const unknown = Object.keys(returned)
    .filter((name) => !Object.hasOwn(graph.outputs, name))
    .map((name): Problem => {
      const known = Object.keys(graph.outputs).join(", ") || "none";
      const message = `it returns "${name}", which it does not declare. Its outputs are: ${known}.`;
      return { code: "UNKNOWN_OUTPUT", where: path, message };
    });
  const wrong = Object.entries(graph.outputs).flatMap(([name, output]) => {
    const source = Object.hasOwn(returned, name) ? returned[name] : undefined;
    if (source === undefined) return []; // `tsc` sees to it, and Google's own files leave some out
    const sources: readonly Source[] = source.kind === "oneOf" ? source.of : [source];
    return sources.flatMap((one) => checkOutput(path, name, one.type, output));
  });
  const branches = [...allMembers(plan.root)].filter((member) => member.kind === "branches");
  return [...unknown, ...wrong, ...branches.flatMap(checkBranches)];
}

/** Those who use the value know it by the type that the first branch gives. */
function checkBranches({ returned, members }: BranchesDag): readonly Problem[] {
  const unknown = members.flatMap((branch): readonly Problem[] => {
    const names = branch.kind === "task" ? [] : Object.keys(branch.returned);
    const extra = names.filter((name) => !Object.hasOwn(returned, name));
    return extra.map((name) => {
      const message = `it returns "${name}", which the first branch does not. Return the same from each.`;
      return { code: "UNKNOWN_OUTPUT", where: branch.path, message };
    });
  });
  const missing = Object.entries(returned).flatMap(([name, { type }]) =>
    members.flatMap((branch): readonly Problem[] => {
      if (branch.kind === "task") return [];
      const source = Object.hasOwn(branch.returned, name) ? branch.returned[name] : undefined;
      if (source !== undefined) return checkOutput(branch.path, name, source.type, { type });
      const message = `it does not return "${name}", which the first branch returns. Return a ${shownType(type)}.`;
      return [{ code: "MISSING_OUTPUT", where: branch.path, message }];
    }),
  );
  return [...unknown, ...missing];
}

function checkOutput(
  where: string,
  name: string,
  given: ValueType,
  { type }: Pick<OutputDefinition, "type">,
): readonly Problem[] {
  if (isAssignable(given, type)) return [];
  const code = type.kind === "parameter" ? "PARAMETER_TYPE_MISMATCH" : "ARTIFACT_TYPE_MISMATCH";
  const message = `output "${name}" is a ${shownType(given)}, but a ${shownType(type)} is wanted. Return a handle of that type.`;
  return [{ code, where, message }];
}
