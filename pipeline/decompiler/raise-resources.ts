// Reads the resources of an executor back into settings of a task, where those say all of it.
import { lowerResources } from "../compiler/lower-resources.ts";
import type { ResourceSettings, Source, TaskSettings } from "../dsl/graph.ts";
import type { ResourceSpec } from "../ir/pipeline-spec.ts";
import { type ChannelSource, raiseText } from "./raise-constant.ts";

export function raiseResources(
  spec: ResourceSpec | undefined,
  sourceOf: ChannelSource,
): Pick<TaskSettings, "resources" | "resourceSpec"> {
  if (spec === undefined || Object.keys(spec).length === 0) return {};
  const resources = settingsOf(spec, sourceOf);
  const again = lowerResources(resources, () => anyPlaceholder);
  return isSame(spec, again) ? { resources } : { resourceSpec: spec };
}

const anyPlaceholder = "{{$}}";

function settingsOf(spec: ResourceSpec, sourceOf: ChannelSource): ResourceSettings {
  const { resourceCpuLimit: cpu, resourceMemoryLimit: memory, accelerator } = spec;
  const { resourceCpuRequest: cpuRequest, resourceMemoryRequest: memoryRequest } = spec;
  const valueOf = (text: string) => sourceIn(text, sourceOf) ?? text;
  const { resourceType: type, resourceCount: count } = accelerator ?? {};
  return {
    ...(cpu !== undefined && { cpu: amountOf(valueOf(cpu)) }),
    ...(memory !== undefined && { memory: valueOf(memory) }),
    ...(cpuRequest !== undefined && { cpuRequest: amountOf(valueOf(cpuRequest)) }),
    ...(memoryRequest !== undefined && { memoryRequest: valueOf(memoryRequest) }),
    ...(type !== undefined &&
      count !== undefined && { accelerator: { type: valueOf(type), count: amountOf(valueOf(count)) } }),
  };
}

function sourceIn(text: string, sourceOf: ChannelSource): Source | undefined {
  const [only, ...more] = raiseText(text, sourceOf)?.parts ?? [];
  return typeof only === "object" && more.length === 0 ? only : undefined;
}

/** `"8"` is 8, `"500m"` stays text. */
function amountOf(value: string | Source): string | number | Source {
  return typeof value === "string" && String(Number(value)) === value ? Number(value) : value;
}

function isSame(spec: ResourceSpec, again: ResourceSpec): boolean {
  const text = (resources: ResourceSpec) =>
    JSON.stringify(
      Object.entries({ ...resources, ...resources.accelerator, accelerator: undefined })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, /\{\{\$/.test(String(value)) ? anyPlaceholder : String(value)])
        .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    );
  return text(spec) === text(again);
}
