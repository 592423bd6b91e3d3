// Finds what a pipeline calls: each component and pipeline once, in the order in which a module must define them.
import type { ComponentDefinition, GraphNode, PipelineGraph } from "../../dsl/graph.ts";
import { isImporterCall } from "./importers.ts";

/** Components first; pipelines after those that they call. What is called where it is defined is not among them. */
export function definitionsIn(main: ComponentDefinition): readonly ComponentDefinition[] {
  const components = new Set<ComponentDefinition>();
  const pipelines = new Set<PipelineGraph>();
  const visit = (definition: ComponentDefinition): void => {
    if (definition.kind !== "pipeline") {
      components.add(definition);
    } else if (!pipelines.has(definition)) {
      for (const called of calledIn(definition)) visit(called);
      pipelines.add(definition);
    }
  };
  if (main.kind === "pipeline") for (const called of calledIn(main)) visit(called);
  return [...components, ...pipelines];
}

function calledIn({ body }: PipelineGraph): ReadonlySet<ComponentDefinition> {
  const found = new Set<ComponentDefinition>();
  const visit = (node: GraphNode): void => {
    switch (node.kind) {
      case "task":
        if (!isImporterCall(node)) found.add(node.component);
        return;
      case "branches":
        for (const branch of node.branches) branch.body.nodes.forEach(visit);
        return;
      case "loop":
        node.body.nodes.forEach(visit);
        return;
      case "exitHandler":
        node.onExit.forEach(visit);
        node.body.nodes.forEach(visit);
        return;
      default:
        node satisfies never;
    }
  };
  body.nodes.forEach(visit);
  return found;
}
