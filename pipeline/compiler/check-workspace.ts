// Finds tasks that use the workspace of a pipeline that asks for none. A pipeline that others call takes theirs, so
// only the pipeline that is compiled must ask.
import type { ComponentDefinition, PipelineGraph } from "../dsl/graph.ts";
import { workspacePath } from "../dsl/placeholders.ts";
import { allMembers, type Member, type Plan } from "./dag.ts";
import { planDags } from "./plan-dags.ts";
import type { Problem } from "./problem.ts";

/** `plan` is that of the pipeline that is compiled. */
export function checkWorkspace(plan: Plan): readonly Problem[] {
  return asksForWorkspace(plan.root.graph) ? [] : usesOf(plan, new Set(), new Map());
}

function asksForWorkspace({ file }: PipelineGraph): boolean {
  const config = file.platforms?.["kubernetes"]?.["pipelineConfig"];
  return typeof config === "object" && config !== null && "workspace" in config;
}

/** Each pipeline is looked at once, however often it is called. */
function usesOf(
  { root }: Plan,
  seen: Set<PipelineGraph>,
  known: Map<ComponentDefinition, boolean>,
): readonly Problem[] {
  seen.add(root.graph);
  const own = mentionsWorkspace(root.graph.inputs) ? [noWorkspace(root.path)] : [];
  const inside = [...allMembers(root)].flatMap((member): readonly Problem[] => {
    const used = memberUses(member, known) ? [noWorkspace(member.path)] : [];
    if (member.kind !== "task" || member.node.component.kind !== "pipeline") return used;
    const { component } = member.node;
    return seen.has(component) ? used : [...used, ...usesOf(planDags(component), seen, known)];
  });
  return [...own, ...inside];
}

function memberUses(member: Member, known: Map<ComponentDefinition, boolean>): boolean {
  switch (member.kind) {
    case "task": {
      const { arguments: given, undeclared, settings, component } = member.node;
      return [given, undeclared, settings].some(mentionsWorkspace) || componentUses(component, known);
    }
    case "loop":
      return mentionsWorkspace(member.node.items);
    case "branch":
      return mentionsWorkspace(member.branch.condition);
    case "branches":
    case "exitHandler":
      return false;
    default:
      return member satisfies never;
  }
}

function componentUses(component: ComponentDefinition, known: Map<ComponentDefinition, boolean>): boolean {
  if (component.kind === "pipeline") return false;
  let uses = known.get(component);
  if (uses === undefined) {
    uses = (component.kind === "importer" && component.downloadToWorkspace) || mentionsWorkspace(component);
    known.set(component, uses);
  }
  return uses;
}

function mentionsWorkspace(value: unknown): boolean {
  if (typeof value === "string") return value.includes(workspacePath);
  return typeof value === "object" && value !== null && Object.values(value).some(mentionsWorkspace);
}

function noWorkspace(where: string): Problem {
  const message =
    "uses the workspace, and the pipeline asks for none. " +
    'Give the pipeline platforms: { kubernetes: pipelineConfig({ workspace: { size: "10Gi" } }) }.';
  return { code: "NO_WORKSPACE", where, message };
}
