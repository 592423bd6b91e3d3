// An IR file: the pipeline, alone or in a job, and after it in a second document what is only one platform's.
import { isObject } from "./json-object.ts";
import { isPipelineJob, requirePipelineJob, type PipelineJob } from "./pipeline-job.ts";
import type { Json, PipelineSpec } from "./pipeline-spec.ts";
import { UserError } from "./user-error.ts";
import { requirePipelineSpec } from "./validate.ts";
import { readYaml, writeYaml } from "./yaml.ts";

export interface PipelineFile {
  readonly pipeline: PipelineSpec;
  /** What Kubeflow's Kubernetes backend adds; Vertex has no use for it. */
  readonly platforms?: Json;
  /** What was around the pipeline in the file, for `submissionDefaults`; it is never written. */
  readonly job?: PipelineJob;
}

/** The text of an IR file: the same bytes for the same pipeline, whenever and wherever it is written. */
export function writePipelineFile({ pipeline, platforms }: PipelineFile): string {
  const documents = [pipeline, ...(platforms === undefined ? [] : [{ platforms }])].map(writeYaml);
  return header(pipeline) + documents.join("---\n");
}

/** Takes YAML and JSON. `where` is the file's name; throws a `UserError` that lists everything wrong with it. */
export function readPipelineFile(text: string, where: string): PipelineFile {
  const [first, second, ...more] = readYaml(text, where).filter((document) => document !== null);
  if (first === undefined) throw new UserError("NOT_IR", `${where}: is empty. Give a pipeline's file.`);
  if (isArgoWorkflow(first)) {
    throw new UserError(
      "NOT_IR",
      `${where}: is an Argo Workflow, which KFP v1 compiles to. Compile the pipeline with KFP v2 and give that.`,
    );
  }
  if (more.length > 0) {
    throw new UserError(
      "NOT_IR",
      `${where}: holds ${more.length + 2} YAML documents. Give a pipeline's one, or its two.`,
    );
  }
  return { ...readPipeline(first, where), ...(second === undefined ? {} : readPlatforms(second, where)) };
}

function isArgoWorkflow(document: Json): boolean {
  return isObject(document) && /^argoproj\.io\b/.test(String(document["apiVersion"]));
}

function readPipeline(document: Json, where: string): PipelineFile {
  if (!isPipelineJob(document)) return { pipeline: requirePipelineSpec(document, where) };
  const { pipelineSpec, ...job } = document;
  return { pipeline: requirePipelineSpec(pipelineSpec, where), job: requirePipelineJob(job, where) };
}

function readPlatforms(document: Json, where: string): { readonly platforms: Json } {
  const platforms = isObject(document) ? document["platforms"] : undefined;
  if (platforms !== undefined) return { platforms };
  throw new UserError("NOT_IR", `${where}: its second document has no "platforms". Correct the file.`);
}

/** As kfp's SDK does: what a person wants to know first. */
function header({ pipelineInfo, root }: PipelineSpec): string {
  const inputs = Object.entries({
    ...root.inputDefinitions?.artifacts,
    ...root.inputDefinitions?.parameters,
  });
  const outputs = Object.entries({
    ...root.outputDefinitions?.artifacts,
    ...root.outputDefinitions?.parameters,
  });
  const lines = [
    "PIPELINE DEFINITION",
    `Name: ${pipelineInfo.name}`,
    ...(pipelineInfo.description === undefined ? [] : [`Description: ${oneLine(pipelineInfo.description)}`]),
    ...(inputs.length > 0 ? ["Inputs:"] : []),
    ...inputs.map(([name, input]) => `   ${name}: ${typeName(input)}${shownDefault(input)}`),
    ...(outputs.length > 0 ? ["Outputs:"] : []),
    ...outputs.map(([name, output]) => `   ${name}: ${typeName(output)}`),
  ];
  return lines.map((line) => `# ${oneLine(line)}\n`).join("");
}

type Definition = object & {
  readonly parameterType?: string;
  readonly artifactType?: { readonly schemaTitle?: string };
};

function typeName({ parameterType, artifactType }: Definition): string {
  return parameterType ?? artifactType?.schemaTitle ?? "artifact";
}

function shownDefault(definition: object): string {
  return "defaultValue" in definition ? ` [default ${JSON.stringify(definition.defaultValue)}]` : "";
}

/** A comment ends with its line, and so must not hold the end of one. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Control}\u2028\u2029]+/gu, (space) => (/^ +$/.test(space) ? space : " "));
}
