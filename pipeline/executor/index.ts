// What a component written in TypeScript needs inside its task.
export { artifactPath } from "../ir/artifact-path.ts";
export {
  implement,
  type ComponentCode,
  type Implementation,
  type InputArtifact,
  type Metadata,
  type OutputArtifact,
  type ReturnedParameters,
  type RuntimeInputs,
  type RuntimeOutputs,
  type TaskContext,
} from "./implement.ts";
export { runComponent, type RunOptions } from "./run-component.ts";
