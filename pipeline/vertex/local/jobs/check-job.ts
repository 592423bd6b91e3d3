// A job that somebody asks for, to one that can run: everything that is wrong with it is said at once.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import { submissionDefaults } from "../../../ir/pipeline-job.ts";
import type { PipelineSpec } from "../../../ir/pipeline-spec.ts";
import { pipelineSpecProblems } from "../../../ir/validate.ts";
import { checkParameters } from "../../../runner/check-parameters.ts";
import { checkSpec } from "../../../runner/check-spec.ts";
import type { TaskExecutor } from "../../../runner/index.ts";
import { collect, StatusError } from "../status.ts";
import { textField } from "./job-record.ts";

export interface CheckedJob {
  readonly spec: PipelineSpec;
  /** With the defaults filled in. */
  readonly parameters: JsonObject;
  /** The ids of artifacts, by the pipeline's inputs. */
  readonly inputArtifacts: { readonly [name: string]: string };
}

/** Throws `INVALID_ARGUMENT`; `UNIMPLEMENTED` for a template that would have to be fetched. */
export function checkJob(job: JsonObject, executor: Pick<TaskExecutor, "checkImage">): CheckedJob {
  const { pipelineSpec } = job;
  if (pipelineSpec === undefined && job["templateUri"] !== undefined) {
    throw new StatusError(
      "UNIMPLEMENTED",
      "The local Vertex fetches no templates. Send the pipeline's spec with template_uri.",
    );
  }
  const problems = [...fieldProblems(job), ...pipelineSpecProblems(pipelineSpec ?? {})];
  if (problems.length > 0) throw invalid(problems);
  const spec = pipelineSpec as unknown as PipelineSpec; // which it has just been found to be
  const { parameters, inputArtifacts = {} } = submissionDefaults(job);
  const complete = collect(problems, () => checkParameters(spec, parameters));
  collect(problems, () => checkSpec(spec, executor));
  problems.push(...artifactProblems(spec, inputArtifacts));
  if (problems.length > 0 || complete === undefined) throw invalid(problems);
  return { spec, parameters: complete, inputArtifacts };
}

function fieldProblems(job: JsonObject): readonly string[] {
  const { displayName, labels, runtimeConfig, pipelineSpec } = job;
  const problems: string[] = [];
  if (typeof displayName === "string" && [...displayName].length > 128) {
    problems.push(`display_name has ${[...displayName].length} characters. Use at most 128.`);
  }
  for (const [key, value] of Object.entries(isObject(labels) ? labels : {})) {
    if (label.test(key) && key !== "" && label.test(String(value))) continue;
    problems.push(
      `labels: "${key}": "${String(value)}" has more than 64 characters, or others than lowercase letters, digits, "_" and "-".`,
    );
  }
  const root =
    textField(runtimeConfig, "gcsOutputDirectory") ?? textField(pipelineSpec, "defaultPipelineRoot");
  if (root === undefined || !/^gs:\/\/[a-z0-9][\w.-]{1,220}[a-z0-9](\/|$)/.test(root)) {
    problems.push(
      `runtime_config.gcs_output_directory is ${JSON.stringify(root) ?? "missing"}. Give gs://BUCKET/FOLDER.`,
    );
  }
  return problems;
}

const label = /^[\p{Ll}\p{Lo}\p{N}_-]{0,64}$/u;

function artifactProblems(spec: PipelineSpec, given: { readonly [name: string]: string }): readonly string[] {
  const declared = spec.root.inputDefinitions?.artifacts ?? {};
  const missing = Object.entries(declared)
    .filter(([name, { isOptional }]) => isOptional !== true && !Object.hasOwn(given, name))
    .map(([name]) => `runtime_config.input_artifacts: "${name}" is missing. Give an artifact's id.`);
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(declared, name))
    .map((name) => `runtime_config.input_artifacts: "${name}" is not known. Leave it out.`);
  return [...missing, ...unknown];
}

function invalid(problems: readonly string[]): StatusError {
  return new StatusError("INVALID_ARGUMENT", problems.join("\n"));
}
