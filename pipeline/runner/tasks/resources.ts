// What a task's container may use: the format's numbers and texts (`"500m"`, `"2Gi"`, placeholders) as plain amounts.
import type { ResourceSpec } from "../../ir/pipeline-spec.ts";
import { type PlaceholderValues, resolveText } from "../../ir/placeholders.ts";
import { quantityFactors } from "../../ir/quantities.ts";
import type { TaskResources } from "../executors/task-executor.ts";

export class ResourceError extends Error {}

const quantity = /^(\d+(?:\.\d*)?|\.\d+)((?:e[+-]?\d+)?)([mkKMGTPE]i?|)$/;

/** Throws `ResourceError` for a text that is no amount. Zero is no limit, as in the format. */
export function taskResources(
  spec: ResourceSpec | undefined,
  values: PlaceholderValues,
): TaskResources | undefined {
  if (spec === undefined) return undefined;
  const { cpuLimit = 0, memoryLimit = 0, accelerator } = spec;
  const read = (name: string, text: string | undefined): number =>
    text === undefined || text === "" ? 0 : parseQuantity(name, resolveText(text, values));
  const cpus = read("resourceCpuLimit", spec.resourceCpuLimit) || cpuLimit;
  const memoryBytes = Math.round(
    read("resourceMemoryLimit", spec.resourceMemoryLimit) || memoryLimit * 1e9, // the number is of GB
  );
  const count = read("accelerator.resourceCount", accelerator?.resourceCount);
  const accelerators = count || read("accelerator.count", accelerator?.count?.toString());
  return {
    ...(cpus > 0 && { cpus }),
    ...(memoryBytes > 0 && { memoryBytes }),
    ...(accelerators > 0 && { accelerators: Math.ceil(accelerators) }),
  };
}

function parseQuantity(name: string, text: string): number {
  const [, number, exponent, suffix = ""] = quantity.exec(text.trim()) ?? [];
  const factor = quantityFactors[suffix];
  if (number === undefined || factor === undefined) {
    throw new ResourceError(`its ${name} is "${text}", which is no amount; "1.5", "500m", "2Gi" are`);
  }
  return Number(`${number}${exponent}`) * factor;
}
