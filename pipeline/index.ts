// The public names of the toolkit: what pipelines and components are written with.

// Components and pipelines
export { component } from "./dsl/component.ts";
export { componentDefinition } from "./dsl/definition.ts";
export { importer } from "./dsl/importer.ts";
export { pipeline } from "./dsl/pipeline.ts";
export { concat, executorInput, ifPresent } from "./dsl/placeholders.ts";

// Control flow: what a body returns is all that leaves it
export { when } from "./dsl/branches.ts";
export {
  and,
  equals,
  greaterOrEqual,
  greaterThan,
  lessOrEqual,
  lessThan,
  not,
  notEquals,
  or,
} from "./dsl/conditions.ts";
export { exitHandler } from "./dsl/exit-handler.ts";
export { cast, field } from "./dsl/field.ts";
export { parallelFor } from "./dsl/parallel-for.ts";

// Artifacts
export {
  Artifact,
  artifactList,
  artifactType,
  ClassificationMetrics,
  Dataset,
  Html,
  Markdown,
  Metrics,
  Model,
} from "./dsl/artifacts.ts";

// Parameters
export { boolean, double, int, list, optional, string, struct, taskFinalStatus } from "./dsl/parameters.ts";

// Types
export type { Component, InputsOf, OutputsOf, Task } from "./dsl/component-types.ts";
export type { ComponentDefinition } from "./dsl/graph.ts";
export type { Ref } from "./dsl/handle.ts";
export type {
  ArtifactListType,
  ArtifactType,
  Optional,
  ParameterType,
  TaskFinalStatus,
} from "./dsl/value-types.ts";
