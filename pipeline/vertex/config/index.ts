// Where the settings of Vertex AI come from, and what they must look like.
export { resolveConfig, type ConfigSources } from "./resolve-config.ts";
export { fieldNames, fields, type Field } from "./fields.ts";
export { isLoopback } from "./check-together.ts";
export {
  parentOf,
  type ConfigField,
  type Origins,
  type ResolvedConfig,
  type VertexConfig,
} from "./vertex-config.ts";
