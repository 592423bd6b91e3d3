// What a task that launches another workload is told of its own settings: the input of the type TASK_CONFIG, in the
// form that KFP's backend gives it. Which settings, and whether they hold for the task as well, its component says.
import type {
  ComponentSpec,
  EnvVar,
  Json,
  PipelineContainerSpec,
  ResourceSpec,
} from "../../ir/pipeline-spec.ts";
import { type PlaceholderValues, resolveText } from "../../ir/placeholders.ts";
import type { Values } from "../values.ts";

/** `names` stand for `{{$.NAME}}`. A task without such an input gets what it has. */
export function withTaskConfig(
  { inputDefinitions, taskConfigPassthroughs = [] }: ComponentSpec,
  container: PipelineContainerSpec,
  inputs: Values,
  names: PlaceholderValues["names"],
): Values {
  const wanted = Object.entries(inputDefinitions?.parameters ?? {}).filter(
    ([, { parameterType }]) => parameterType === "TASK_CONFIG",
  );
  if (wanted.length === 0) return inputs;
  const values = { executorInput: { inputs: { parameterValues: inputs.parameters } }, names };
  const fields = new Set(taskConfigPassthroughs.map(({ field }) => field));
  const config: Json = {
    ...(fields.has("ENV") && {
      env: (container.env ?? []).map((variable) => resolveVariable(variable, values)),
    }),
    ...(fields.has("RESOURCES") && { resources: describeResources(container.resources ?? {}, values) }),
  };
  const configs = Object.fromEntries(wanted.map(([name]) => [name, config]));
  return { ...inputs, parameters: { ...configs, ...inputs.parameters } };
}

/** Variables that are for the other workload alone are not the task's. */
export function ownVariables(
  { taskConfigPassthroughs = [] }: ComponentSpec,
  { env = [] }: PipelineContainerSpec,
): readonly EnvVar[] {
  const passed = taskConfigPassthroughs.find(({ field }) => field === "ENV");
  return passed === undefined || passed.applyToTask === true ? env : [];
}

function resolveVariable({ name, value = "" }: EnvVar, values: PlaceholderValues): Json {
  return { name, value: resolveText(value, values) };
}

function describeResources(resources: ResourceSpec, values: PlaceholderValues): Json {
  const { resourceCpuLimit, resourceMemoryLimit, resourceCpuRequest, resourceMemoryRequest, accelerator } =
    resources;
  const texts = (given: { readonly [name: string]: string | undefined }): { readonly [name: string]: Json } =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, text]) =>
        text === undefined ? [] : [[name, resolveText(text, values)]],
      ),
    );
  const { resourceType, resourceCount } = accelerator ?? {};
  const limits = texts({
    cpu: resourceCpuLimit,
    memory: resourceMemoryLimit,
    ...(resourceType !== undefined && { [resolveText(resourceType, values)]: resourceCount }),
  });
  const requests = texts({ cpu: resourceCpuRequest, memory: resourceMemoryRequest });
  return {
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  };
}
