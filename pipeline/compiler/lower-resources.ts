// Writes the resources that a task asks for.
import type { ResourceSettings, Source } from "../dsl/graph.ts";
import type { ResourceSpec } from "../ir/pipeline-spec.ts";
import { coresOf, gigabytesOf } from "./quantities.ts";

/** Gives the placeholder that stands for a value, of which it makes an input of the task. */
export type PlaceholderOf = (source: Source) => string;

/** Numbers both ways: older backends read the numbers, newer ones the texts. What only the run knows is text. */
export function lowerResources(settings: ResourceSettings, placeholderOf: PlaceholderOf): ResourceSpec {
  const { cpu, memory, cpuRequest, memoryRequest, accelerator } = settings;
  const textOf = (value: string | number | Source) =>
    typeof value === "object" ? placeholderOf(value) : String(value);
  const isKnown = (value: string | number | Source | undefined): value is string | number =>
    value !== undefined && typeof value !== "object" && !String(value).includes("{{$");
  return {
    ...(isKnown(cpu) && { cpuLimit: coresOf(cpu) }),
    ...(isKnown(memory) && { memoryLimit: gigabytesOf(String(memory)) }),
    ...(isKnown(cpuRequest) && { cpuRequest: coresOf(cpuRequest) }),
    ...(isKnown(memoryRequest) && { memoryRequest: gigabytesOf(String(memoryRequest)) }),
    ...(cpu !== undefined && { resourceCpuLimit: textOf(cpu) }),
    ...(memory !== undefined && { resourceMemoryLimit: textOf(memory) }),
    ...(cpuRequest !== undefined && { resourceCpuRequest: textOf(cpuRequest) }),
    ...(memoryRequest !== undefined && { resourceMemoryRequest: textOf(memoryRequest) }),
    ...(accelerator && {
      accelerator: {
        ...(isKnown(accelerator.type) && { type: accelerator.type }),
        ...(isKnown(accelerator.count) && { count: String(accelerator.count) }),
        resourceType: textOf(accelerator.type),
        resourceCount: textOf(accelerator.count),
      },
    }),
  };
}
