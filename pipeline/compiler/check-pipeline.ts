// Finds everything that is wrong with a pipeline and the pipelines in it.
import type { ComponentDefinition, PipelineGraph } from "../dsl/graph.ts";
import { checkArguments } from "./check-arguments.ts";
import { checkBodies } from "./check-bodies.ts";
import { checkCasts } from "./check-casts.ts";
import type { EmbeddedCode } from "./check-code.ts";
import { checkConditions } from "./check-conditions.ts";
import { checkCycles } from "./check-cycles.ts";
import { checkDefinition } from "./check-definition.ts";
import { checkNames } from "./check-names.ts";
import { checkOutputs } from "./check-outputs.ts";
import { checkPassthroughs } from "./check-passthroughs.ts";
import { checkPlaceholders } from "./check-placeholders.ts";
import { checkScopes } from "./check-scopes.ts";
import { checkSettings } from "./check-settings.ts";
import { checkStatus } from "./check-status.ts";
import { checkWorkspace } from "./check-workspace.ts";
import { allMembers, type Plan } from "./dag.ts";
import { planDags } from "./plan-dags.ts";
import type { Problem } from "./problem.ts";

const checks: readonly ((plan: Plan) => readonly Problem[])[] = [
  checkNames,
  checkBodies,
  checkScopes,
  checkCycles,
  checkArguments,
  checkCasts,
  checkPlaceholders,
  checkConditions,
  checkStatus,
  checkSettings,
  checkPassthroughs,
  checkOutputs,
];

export interface Checked {
  /** Empty if the pipeline can be compiled. */
  readonly problems: readonly Problem[];
  readonly embedded: EmbeddedCode;
}

export function checkPipeline(graph: PipelineGraph): Checked {
  const checking: Checking = { problems: [], embedded: new Map(), seen: new Set() };
  const plan = planDags(graph);
  check(graph, checking, plan);
  return { problems: [...checking.problems, ...checkWorkspace(plan)], embedded: checking.embedded };
}

interface Checking extends Checked {
  readonly problems: Problem[];
  readonly seen: Set<ComponentDefinition>;
}

/** Each definition is looked at once, however often it is called. `known` is the plan of a pipeline. */
function check(component: ComponentDefinition, checking: Checking, known?: Plan): void {
  const { problems, embedded, seen } = checking;
  if (seen.has(component)) return;
  seen.add(component);
  problems.push(...checkDefinition(component, embedded));
  if (component.kind !== "pipeline") return;
  const plan = known ?? planDags(component);
  problems.push(...checks.flatMap((check) => check(plan)));
  for (const member of allMembers(plan.root)) {
    if (member.kind === "task") check(member.node.component, checking);
  }
}
