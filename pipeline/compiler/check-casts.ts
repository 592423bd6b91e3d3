// A cast changes what is known of a value, never a parameter into an artifact.
import type { Source } from "../dsl/graph.ts";
import { allMembers, type Plan } from "./dag.ts";
import type { Problem } from "./problem.ts";
import { sourcesOfGroup, sourcesOfTask } from "./thread-inputs.ts";
import { shownType } from "./type-mismatch.ts";

export function checkCasts(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => {
    const sources = member.kind === "task" ? sourcesOfTask(member) : sourcesOfGroup(member);
    return sources.flatMap((source) => checkSource(member.path, source));
  });
}

function checkSource(where: string, source: Source): readonly Problem[] {
  if (source.kind !== "cast" && source.kind !== "field") return [];
  const { of, type } = source;
  const isChanged = (of.type.kind === "parameter") !== (type.kind === "parameter");
  if (!isChanged) return checkSource(where, of);
  const message = `a ${shownType(of.type)} is cast to a ${shownType(type)}. Call a component that makes the one of the other.`;
  return [{ code: "ARTIFACT_TYPE_MISMATCH", where, message }];
}
