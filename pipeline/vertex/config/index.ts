// Where the settings of Vertex AI come from, and what they must look like.
export { findConfig, type ConfigSources, type FoundConfig } from "./find-config.ts";
export { requireConfig, resolveConfig } from "./resolve-config.ts";
export { problemLines, problemOf, type Problem } from "./problem.ts";
export { fieldNames, fields, type Field } from "./fields.ts";
export { isLoopback } from "./check-together.ts";
export {
  parentOf,
  type ConfigField,
  type Origins,
  type ResolvedConfig,
  type VertexConfig,
} from "./vertex-config.ts";
