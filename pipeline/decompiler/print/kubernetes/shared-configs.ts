// Finds settings for Kubernetes that several tasks have, and gives each a constant of its own.
import type {
  ComponentDefinition,
  Composite,
  GraphNode,
  PipelineGraph,
  TaskNode,
} from "../../../dsl/graph.ts";
import { groupBy } from "../../../ir/group-by.ts";
import { compositeOf } from "../../../dsl/text.ts";
import { jsonLiteral } from "../literals.ts";
import { type Module, use } from "../module.ts";
import { takeName } from "../names.ts";
import { configKey, wholeSettings } from "./print-config.ts";

/** Gives the declarations; from now on `module.configs` has the names. */
export function shareConfigs(module: Module, definitions: readonly ComponentDefinition[]): readonly string[] {
  const configs = definitions.flatMap((definition) =>
    definition.kind === "pipeline" ? configsIn(definition) : [],
  );
  const alike = groupBy(configs, configKey);
  return [...alike].flatMap(([key, [config, ...more]]) => {
    const settings = config && key !== "" && more.length > 0 ? wholeSettings(config) : undefined;
    const composite = settings && compositeOf(settings);
    if (composite?.kind !== "json") return [];
    const [only = "", ...others] = Object.keys(settings ?? {});
    const name = takeName(module.names, others.length === 0 ? only : "podSettings");
    module.configs.set(key, name);
    return [`const ${name} = ${use(module, "kubernetes")}(${jsonLiteral(composite.value)});`];
  });
}

function configsIn({ body }: PipelineGraph): readonly Composite[] {
  return body.nodes.flatMap(tasksIn).flatMap(({ settings }) => settings.platforms["kubernetes"] ?? []);
}

function tasksIn(node: GraphNode): readonly TaskNode[] {
  switch (node.kind) {
    case "task":
      return [node];
    case "branches":
      return node.branches.flatMap(({ body }) => body.nodes.flatMap(tasksIn));
    case "loop":
      return node.body.nodes.flatMap(tasksIn);
    case "exitHandler":
      return [...node.onExit, ...node.body.nodes].flatMap(tasksIn);
    default:
      return node satisfies never;
  }
}
