// Finds everything that is wrong with a pipeline and the pipelines in it.
import type { ComponentDefinition, PipelineGraph } from "../dsl/graph.ts";
import { checkArguments } from "./check-arguments.ts";
import { checkBodies } from "./check-bodies.ts";
import { checkDefinition } from "./check-definition.ts";
import { checkScopes } from "./check-scopes.ts";
import { checkSettings } from "./check-settings.ts";
import { allMembers } from "./dag.ts";
import { planDags } from "./plan-dags.ts";
import type { Problem } from "./problem.ts";

/** Empty if the pipeline can be compiled. */
export function checkPipeline(graph: PipelineGraph): readonly Problem[] {
  const problems: Problem[] = [];
  check(graph, problems, new Set());
  return problems;
}

/** Each definition is looked at once, however often it is called. */
function check(component: ComponentDefinition, problems: Problem[], seen: Set<ComponentDefinition>): void {
  if (seen.has(component)) return;
  seen.add(component);
  problems.push(...checkDefinition(component));
  if (component.kind !== "pipeline") return;
  const plan = planDags(component);
  problems.push(...checkBodies(plan), ...checkScopes(plan), ...checkArguments(plan), ...checkSettings(plan));
  for (const member of allMembers(plan.root)) {
    if (member.kind === "task") check(member.node.component, problems, seen);
  }
}
