// What an exit task is told about the tasks it waited for.
import type { PipelineTaskFinalStatus } from "../../ir/executor-input.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { hasSucceeded, type Instance } from "./schedule.ts";

/** gRPC's FAILED_PRECONDITION, which Vertex AI gives for tasks that failed. */
const failedPrecondition = 9;

export function finalStatusOf(watched: Instance, names: { readonly [name: string]: string }): Json {
  const common = {
    pipelineJobResourceName: names.pipeline_job_resource_name ?? "",
    pipelineTaskName: watched.key,
  };
  if (hasSucceeded(watched)) return { state: "SUCCEEDED", ...common } satisfies PipelineTaskFinalStatus;
  if (watched.phase === "CANCELLED")
    return { state: "CANCELLED", ...common } satisfies PipelineTaskFinalStatus;
  const { path, message } = watched.failure ?? { path: watched.path, message: "it did not run" };
  return {
    state: "FAILED",
    ...common,
    error: { code: failedPrecondition, message: `${path}: ${message}` },
  } satisfies PipelineTaskFinalStatus;
}
