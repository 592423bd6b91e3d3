// A small pipeline, and how long tests wait.
import type { PipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import type { CallPolicy } from "../../../../pipeline/vertex/client/index.ts";
import type { VertexConfig } from "../../../../pipeline/vertex/config/index.ts";
import { type CreateJob, makeJob } from "../../../../pipeline/vertex/job/index.ts";

export const file: PipelineFile = {
  pipeline: {
    pipelineInfo: { name: "nightly" },
    schemaVersion: "2.1.0",
    root: {
      inputDefinitions: { parameters: { rank: { parameterType: "NUMBER_INTEGER" } } },
      dag: { tasks: { train: { componentRef: { name: "comp-train" } } } },
    },
    components: { "comp-train": { executorLabel: "exec-train" } },
    deploymentSpec: { executors: { "exec-train": { container: { image: "trainer:1" } } } },
  },
};

/** A busy machine may take a second for an answer. */
export const policy: CallPolicy = {
  callTimeout: 5000,
  totalTimeout: 40_000,
  firstPause: 5,
  longestPause: 50,
};

export function nightly(config: VertexConfig, id: string, rank = 8): CreateJob {
  return makeJob({ request: { file, parameters: { rank }, inputArtifacts: {}, jobId: id }, config });
}
