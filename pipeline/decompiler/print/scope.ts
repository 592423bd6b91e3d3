// One pipeline while it is printed: its nodes, what they are called in the code, and how far its tasks are named.
import type { GraphNode, PipelineGraph } from "../../dsl/graph.ts";
import type { Module } from "./module.ts";
import { type Names, namesIn } from "./names.ts";
import { type References, referencesIn } from "./references.ts";
import type { Static } from "./static-types.ts";

export interface Scope {
  readonly module: Module;
  readonly graph: PipelineGraph;
  readonly names: Names;
  readonly references: References;
  readonly nodes: Map<number, GraphNode>;
  /** The constants of tasks and groups. */
  readonly constants: Map<number, string>;
  /** The parameters of bodies: the item of a loop, the status of an exit handler. */
  readonly parameters: Map<number, string>;
  /** Names of tasks that the DSL has given or taken so far. */
  readonly taskNames: Map<string, number>;
  /** Of outputs and items that were asked for before. */
  readonly types: Map<string, Static>;
}

export function scopeOf(module: Module, graph: PipelineGraph): Scope {
  return {
    module,
    graph,
    names: namesIn(module.names),
    references: referencesIn(graph.body),
    nodes: new Map(),
    constants: new Map(),
    parameters: new Map(),
    taskNames: new Map(),
    types: new Map(),
  };
}
