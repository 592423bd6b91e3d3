// Turns the work of a component into an executor of the deployment.
import type {
  CodeWork,
  CommandText,
  ContainerComponent,
  ExecutorComponent,
  ImporterComponent,
  TaskSettings,
} from "../dsl/graph.ts";
import { executorInput, isTexts, textsOf } from "../dsl/placeholders.ts";
import type { ExecutorSpec, ImporterSpec, PipelineContainerSpec } from "../ir/pipeline-spec.ts";
import type { EmbeddedCode } from "./check-code.ts";
import { codePath } from "./code-path.ts";
import { jsonText } from "./json-text.ts";
import { lowerSchema } from "./lower-definitions.ts";
import { spellValue } from "./spell-as-in-200.ts";
import type { Lowering } from "./lowering.ts";
import { lowerResources, type PlaceholderOf } from "./lower-resources.ts";

interface Surroundings extends Pick<Lowering, "embedded" | "schemaVersion"> {
  readonly placeholderOf: PlaceholderOf;
}

export function lowerExecutor(
  surroundings: Surroundings,
  component: ContainerComponent | ExecutorComponent | ImporterComponent,
  settings: TaskSettings,
): ExecutorSpec {
  switch (component.kind) {
    case "container":
      return lowerContainer(surroundings, component, settings);
    case "importer":
      return lowerImporter(component, surroundings.schemaVersion);
    case "executor":
      return component.executor;
    default:
      return component satisfies never;
  }
}

interface Command {
  readonly image: string;
  readonly command: readonly CommandText[];
  readonly args: readonly CommandText[];
}

function lowerContainer(
  { embedded, placeholderOf }: Surroundings,
  component: ContainerComponent,
  settings: TaskSettings,
): ExecutorSpec {
  const { work } = component;
  const { image, command, args } = commandOf(embedded, component);
  const env = { ...work.env, ...settings.env };
  const resources = settings.resourceSpec ?? lowerResources(settings.resources ?? {}, placeholderOf);
  const lifecycle = work.kind === "container" ? work.lifecycle : undefined;
  const container: PipelineContainerSpec = {
    image,
    ...(command.length > 0 && { command: command.map(commandText) }),
    ...(args.length > 0 && { args: args.map(commandText) }),
    ...(Object.keys(env).length > 0 && {
      env: Object.entries(env).map(([name, value]) => ({ name, value })),
    }),
    ...(Object.keys(resources).length > 0 && { resources }),
    ...(lifecycle && { lifecycle }),
  };
  return { container };
}

function commandOf(embedded: EmbeddedCode, component: ContainerComponent): Command {
  const { work } = component;
  switch (work.kind) {
    case "container":
      return work;
    case "code":
      return codeCommand(work);
    case "inlineCode":
    case "inlinePython": {
      const made = embedded.get(component);
      if (made === undefined) throw new Error(`the code of ${component.name} was not embedded`); // checks do it
      return { image: work.image, command: made.command, args: made.args };
    }
    default:
      return work satisfies never;
  }
}

/** The image's `pollux-component` finds the module under the folder that package.json stands in. */
function codeCommand({ image, code }: CodeWork): Command {
  return { image, command: ["pollux-component", codePath(code)], args: ["--executor_input", executorInput] };
}

export function lowerImporter(component: ImporterComponent, schemaVersion: string): ExecutorSpec {
  const artifactUri = component.uri === undefined ? { runtimeParameter: "uri" } : { constant: component.uri };
  const importer: ImporterSpec = {
    artifactUri: schemaVersion === "2.0.0" ? spellValue(artifactUri, "STRING") : artifactUri,
    typeSchema: lowerSchema(component.artifactType),
    ...(component.reimport && { reimport: true }),
    ...(Object.keys(component.metadata).length > 0 && { metadata: component.metadata }),
    ...(component.downloadToWorkspace && { downloadToWorkspace: true }),
  };
  return { importer };
}

function commandText(text: CommandText): string {
  return typeof text === "string" ? text : jsonText(structOf(text));
}

function sideOf(texts: CommandText | readonly CommandText[]): unknown {
  return isTexts(texts) ? texts.map(structOf) : structOf(texts);
}

/** KFP's structured placeholders are JSON inside of a string. */
function structOf(text: CommandText): string | { readonly [kind: string]: unknown } {
  if (typeof text === "string") return text;
  if (text.kind === "concat") return { Concat: text.parts.map(structOf) };
  return {
    IfPresent: {
      InputName: text.input,
      Then: sideOf(text.present),
      ...(textsOf(text.absent).length > 0 && { Else: sideOf(text.absent) }),
    },
  };
}
