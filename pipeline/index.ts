// The public names of the toolkit: what pipelines and components are written with.

// Components and pipelines
export { component } from "./dsl/component.ts";
export { componentDefinition } from "./dsl/definition.ts";
export { importer } from "./dsl/importer.ts";
export { pipeline } from "./dsl/pipeline.ts";
export { text } from "./dsl/text.ts";
export { omitted } from "./dsl/omitted.ts";
export { rawInput } from "./dsl/raw-input.ts";

// Placeholders: text that the platform replaces when the task runs
export {
  concat,
  escaped,
  executorInput,
  googleCloudLocation,
  googleCloudProject,
  ifPresent,
  metadataOf,
  pipelineJobCreateTime,
  pipelineJobId,
  pipelineJobName,
  pipelineJobResourceName,
  pipelineJobScheduleTime,
  pipelineRoot,
  pipelineTaskId,
  pipelineTaskName,
  serviceAccount,
  workspacePath,
} from "./dsl/placeholders.ts";

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
export { oneOf } from "./dsl/one-of.ts";
export { parallelFor } from "./dsl/parallel-for.ts";

// Artifacts
export {
  Artifact,
  artifactList,
  artifactOutput,
  artifactType,
  ClassificationMetrics,
  Dataset,
  described,
  Html,
  Markdown,
  Metrics,
  Model,
} from "./dsl/artifacts.ts";

// Parameters
export {
  boolean,
  double,
  int,
  list,
  optional,
  string,
  struct,
  taskConfig,
  taskFinalStatus,
} from "./dsl/parameters.ts";

// Platforms
export { kubernetes } from "./dsl/kubernetes.ts";
export { pipelineConfig } from "./dsl/pipeline-config.ts";

// Types
export type { Component, InputsOf, OutputsOf, Task, TaskOptions } from "./dsl/component-types.ts";
export type { ComponentDefinition, Condition } from "./dsl/graph.ts";
export type { Group, GroupOptions } from "./dsl/group.ts";
export type { Ref } from "./dsl/handle.ts";
export type {
  ArtifactListType,
  ArtifactType,
  Optional,
  ParameterType,
  TaskFinalStatus,
} from "./dsl/value-types.ts";
