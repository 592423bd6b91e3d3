// Finds what one backend refuses of a pipeline that is right as such, before it is sent there.
import type { PipelineFile } from "../ir/pipeline-file.ts";
import type { Problem } from "./problem.ts";
import { checkKubeflow } from "./targets/kubeflow.ts";
import { locatedTasks } from "./targets/located-tasks.ts";
import { longArguments } from "./targets/long-arguments.ts";
import { checkVertex } from "./targets/vertex.ts";

/** Where a pipeline is meant to run: Vertex AI Pipelines, or Kubeflow Pipelines on Kubernetes. */
export type Target = "vertex" | "kubeflow";

const checks = { vertex: checkVertex, kubeflow: checkKubeflow };

export const targetNames = Object.keys(checks) as readonly Target[]; // an object's keys are its own

/**
 * Everything in the file that the target refuses; empty if it takes the file.
 *
 *     const problems = checkTarget(compile(nightly), "vertex");
 */
export function checkTarget(file: PipelineFile, target: Target): readonly Problem[] {
  const tasks = locatedTasks(file.pipeline);
  return [...checks[target](file, tasks), ...longArguments(tasks)];
}

export function isTarget(name: string): name is Target {
  return Object.hasOwn(checks, name);
}
