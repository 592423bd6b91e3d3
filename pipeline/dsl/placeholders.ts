// Text in a command line that is replaced when the task runs.
import type {
  ArtifactPlaceholders,
  InputPlaceholders,
  OutputPlaceholders,
  Placeholder,
} from "./component-types.ts";
import type { CommandText, ConcatText, IfPresentText, InputDefinitions, OutputDefinitions } from "./graph.ts";
import { mapEntries } from "./map-entries.ts";

/** Everything a task is told, as JSON: KFP's ExecutorInput. */
export const executorInput: Placeholder = "{{$}}";

/** What the platform knows of the run; each can stand in an input's default and in a constant as well. */
export const pipelineRoot: Placeholder = "{{$.pipeline_root}}";
export const pipelineJobName: Placeholder = "{{$.pipeline_job_name}}";
export const pipelineJobResourceName: Placeholder = "{{$.pipeline_job_resource_name}}";
export const pipelineJobId: Placeholder = "{{$.pipeline_job_uuid}}";
export const pipelineJobCreateTime: Placeholder = "{{$.pipeline_job_create_time_utc}}";
export const pipelineJobScheduleTime: Placeholder = "{{$.pipeline_job_schedule_time_utc}}";
export const pipelineTaskName: Placeholder = "{{$.pipeline_task_name}}";
export const pipelineTaskId: Placeholder = "{{$.pipeline_task_uuid}}";
export const googleCloudProject: Placeholder = "{{$.pipeline_google_cloud_project_id}}";
export const googleCloudLocation: Placeholder = "{{$.pipeline_google_cloud_location}}";
export const serviceAccount: Placeholder = "{{$.pipeline_service_account}}";
/** The folder that all tasks of a run share, where the pipeline asks for a workspace. */
export const workspacePath: Placeholder = "{{$.workspace_path}}";

/** One value out of an artifact's metadata: `metadataOf(inputs.model, "framework")`. */
export function metadataOf(artifact: ArtifactPlaceholders, key: string): Placeholder {
  return artifact.metadata.replace(/\}\}$/, `['${key}']}}`);
}

/** What is filled in is escaped for JSON text around it: `'{"data": "' + escaped(inputs.data.uri) + '"}'`. */
export function escaped(placeholder: Placeholder, times = 1): Placeholder {
  return placeholder.replace(/\}\}$/, `.json_escape[${times}]}}`);
}

/** One argument out of several texts: `concat("--rank=", inputs.rank)`. */
export function concat(...parts: readonly CommandText[]): ConcatText {
  return { kind: "concat", parts };
}

/**
 * Arguments that depend on whether the caller gave an optional input: `ifPresent("base", ["--base", inputs.base.path])`;
 * within `concat` one text, as `concat("{", ifPresent("base", concat('"base": "', inputs.base.uri, '"')), "}")`.
 */
export function ifPresent(
  input: string,
  present: CommandText | readonly CommandText[],
  absent: CommandText | readonly CommandText[] = [],
): IfPresentText {
  return { kind: "ifPresent", input, present, absent };
}

/** The texts of one side of an `ifPresent`. */
export function textsOf(texts: CommandText | readonly CommandText[]): readonly CommandText[] {
  return isTexts(texts) ? texts : [texts];
}

/** `Array.isArray` does not know readonly lists. */
export function isTexts(texts: CommandText | readonly CommandText[]): texts is readonly CommandText[] {
  return Array.isArray(texts);
}

/** `I` and `O` are what the definitions stand for, which only the caller can know. */
export function inputPlaceholders<I>(inputs: InputDefinitions): InputPlaceholders<I> {
  return mapEntries(inputs, ({ type }, name) =>
    type.kind === "artifact" ? artifact("inputs", name) : value(type.kind, name),
  ) as InputPlaceholders<I>;
}

export function outputPlaceholders<O>(outputs: OutputDefinitions): OutputPlaceholders<O> {
  return mapEntries(outputs, ({ type }, name) =>
    type.kind === "parameter"
      ? { path: `{{$.outputs.parameters['${name}'].output_file}}` }
      : artifact("outputs", name),
  ) as OutputPlaceholders<O>;
}

function artifact(side: "inputs" | "outputs", name: string): ArtifactPlaceholders {
  const of = (field: string) => `{{$.${side}.artifacts['${name}'].${field}}}`;
  return { path: of("path"), uri: of("uri"), name: of("name"), metadata: of("metadata") };
}

function value(kind: "parameter" | "artifactList", name: string): Placeholder {
  return kind === "parameter" ? `{{$.inputs.parameters['${name}']}}` : `{{$.inputs.artifacts['${name}']}}`;
}
