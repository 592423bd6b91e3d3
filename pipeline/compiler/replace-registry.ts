// Lets the images of a compiled pipeline come from another registry.
import type { ExecutorSpec, PipelineSpec } from "../ir/pipeline-spec.ts";

/** Images under `from` are taken from `to`; all others stay. */
export function replaceRegistry(spec: PipelineSpec, from: string, to: string): PipelineSpec {
  const executors = Object.entries(spec.deploymentSpec?.executors ?? {}).map(
    ([label, executor]) => [label, replaceImage(executor, from, to)] as const,
  );
  return { ...spec, deploymentSpec: { executors: Object.fromEntries(executors) } };
}

function replaceImage(executor: ExecutorSpec, from: string, to: string): ExecutorSpec {
  const { container } = executor;
  if (container === undefined || !container.image.startsWith(`${from}/`)) return executor;
  const image = `${to}${container.image.slice(from.length)}`;
  return { ...executor, container: { ...container, image } };
}
