import { expect, test } from "vitest";
import type { ResourceSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import type { TaskResources } from "../../../pipeline/runner/executors/task-executor.ts";
import { ResourceError, taskResources } from "../../../pipeline/runner/tasks/resources.ts";

const values = { executorInput: { inputs: { parameterValues: { size: "3Gi", many: 2 } } }, names: {} };

test.each<readonly [string, ResourceSpec, TaskResources]>([
  ["nothing", {}, {}],
  ["zeros", { cpuLimit: 0, memoryLimit: 0 }, {}],
  ["numbers: cores and GB", { cpuLimit: 0.5, memoryLimit: 1.5 }, { cpus: 0.5, memoryBytes: 1.5e9 }],
  ["thousandths", { resourceCpuLimit: "500m" }, { cpus: 0.5 }],
  ["powers of 1024", { resourceMemoryLimit: "2Gi" }, { memoryBytes: 2 * 2 ** 30 }],
  ["powers of 1000", { resourceMemoryLimit: "1.5G" }, { memoryBytes: 1.5e9 }],
  ["bytes", { resourceMemoryLimit: "1e9" }, { memoryBytes: 1e9 }],
  ["KFP's capital K", { resourceMemoryLimit: "200000K" }, { memoryBytes: 2e8 }],
  ["texts before numbers", { cpuLimit: 1, resourceCpuLimit: "2" }, { cpus: 2 }],
  ["placeholders", { resourceMemoryLimit: "{{$.inputs.parameters['size']}}" }, { memoryBytes: 3 * 2 ** 30 }],
  ["accelerators", { accelerator: { type: "T4", count: "2" } }, { accelerators: 2 }],
  [
    "accelerators by placeholder",
    { accelerator: { resourceType: "T4", resourceCount: "{{$.inputs.parameters['many']}}" } },
    { accelerators: 2 },
  ],
  ["requests, which are no limits", { resourceCpuRequest: "2", memoryRequest: 1 }, {}],
])("reads %s", (_, spec, resources) => {
  expect(taskResources(spec, values)).toEqual(resources);
});

test.each(["lots", "1.5x", "-1", "1Gib", ""])("refuses %j where it means something", (text) => {
  const read = () => taskResources({ resourceMemoryLimit: `${text}{{$.inputs.parameters['none']}}` }, values);
  expect(read).toThrow(ResourceError);
  expect(read).toThrow(/^its resourceMemoryLimit is ".*", which is no amount; "1.5", "500m", "2Gi" are$/);
});
