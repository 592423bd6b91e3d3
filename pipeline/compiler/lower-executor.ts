// Turns the work of a component into an executor of the deployment.
import type {
  CodeWork,
  CommandText,
  ContainerComponent,
  ImporterComponent,
  ResourceSettings,
  TaskSettings,
} from "../dsl/graph.ts";
import { executorInput } from "../dsl/placeholders.ts";
import type { ExecutorSpec, ImporterSpec, PipelineContainerSpec, ResourceSpec } from "../ir/pipeline-spec.ts";
import { codePath } from "./code-path.ts";
import { jsonText } from "./json-text.ts";
import { coresOf, gigabytesOf } from "./quantities.ts";

export function lowerContainer(component: ContainerComponent, settings: TaskSettings): ExecutorSpec {
  const { work } = component;
  const { image, command, args } = work.kind === "code" ? codeCommand(work) : work;
  const env = { ...work.env, ...settings.env };
  const resources = lowerResources(settings.resources ?? {});
  const container: PipelineContainerSpec = {
    image,
    ...(command.length > 0 && { command: command.map(commandText) }),
    ...(args.length > 0 && { args: args.map(commandText) }),
    ...(Object.keys(env).length > 0 && {
      env: Object.entries(env).map(([name, value]) => ({ name, value })),
    }),
    ...(Object.keys(resources).length > 0 && { resources }),
  };
  return { container };
}

/** The image's `pollux-component` finds the module under the folder that package.json stands in. */
function codeCommand({ image, code }: CodeWork) {
  return { image, command: ["pollux-component", codePath(code)], args: ["--executor_input", executorInput] };
}

export function lowerImporter(component: ImporterComponent): ExecutorSpec {
  const { schemaTitle, schemaVersion } = component.artifactType;
  const importer: ImporterSpec = {
    artifactUri: component.uri === undefined ? { runtimeParameter: "uri" } : { constant: component.uri },
    typeSchema: { schemaTitle, schemaVersion },
    ...(component.reimport && { reimport: true }),
    ...(Object.keys(component.metadata).length > 0 && { metadata: component.metadata }),
  };
  return { importer };
}

function commandText(text: CommandText): string {
  return typeof text === "string" ? text : jsonText(structOf(text));
}

/** KFP's structured placeholders are JSON inside of a string. */
function structOf(text: CommandText): string | { readonly [kind: string]: unknown } {
  if (typeof text === "string") return text;
  if (text.kind === "concat") return { Concat: text.parts.map(structOf) };
  return {
    IfPresent: {
      InputName: text.input,
      Then: text.present.map(structOf),
      ...(text.absent.length > 0 && { Else: text.absent.map(structOf) }),
    },
  };
}

/** Both ways: older backends read the numbers, newer ones the texts. */
function lowerResources(settings: ResourceSettings): ResourceSpec {
  const { cpu, memory, cpuRequest, memoryRequest, accelerator } = settings;
  return {
    ...(cpu !== undefined && { cpuLimit: coresOf(cpu), resourceCpuLimit: String(cpu) }),
    ...(memory !== undefined && { memoryLimit: gigabytesOf(memory), resourceMemoryLimit: memory }),
    ...(cpuRequest !== undefined && {
      cpuRequest: coresOf(cpuRequest),
      resourceCpuRequest: String(cpuRequest),
    }),
    ...(memoryRequest !== undefined && {
      memoryRequest: gigabytesOf(memoryRequest),
      resourceMemoryRequest: memoryRequest,
    }),
    ...(accelerator && {
      accelerator: {
        type: accelerator.type,
        count: String(accelerator.count),
        resourceType: accelerator.type,
        resourceCount: String(accelerator.count),
      },
    }),
  };
}
