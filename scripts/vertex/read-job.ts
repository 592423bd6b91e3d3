// What a command line asks Vertex AI to run: a pipeline of a file or a template, its inputs, and the settings.
import { checkTarget } from "../../pipeline/compiler/check-target.ts";
import type { PipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import { submissionDefaults, type SubmissionDefaults } from "../../pipeline/ir/pipeline-job.ts";
import type { JsonObject } from "../../pipeline/ir/json-object.ts";
import type { PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import { type Problem, problemOf } from "../../pipeline/vertex/config/index.ts";
import type { JobRequest } from "../../pipeline/vertex/job/index.ts";
import { type PreparedJob, prepareJob } from "../../pipeline/vertex/submission.ts";
import { isTemplateUrl } from "../../pipeline/vertex/templates/registry.ts";
import { readRunInputs, type RunInputs } from "../run/run-inputs.ts";
import { findConfigOptions } from "./settings.ts";
import { readCaching, type RequestValues } from "./request-options.ts";

export interface ReadJob extends PreparedJob {
  readonly request: JobRequest;
}

export interface OneJob {
  readonly jobId?: string | undefined;
  readonly displayName?: string | undefined;
  /** What else is wrong with the command line, to be said together with the rest. */
  readonly problems?: readonly Problem[];
}

/** Everything is checked before it gives anything. Throws a `UserError`. */
export async function readJobRequest(
  reference: string,
  values: RequestValues,
  { jobId, displayName, problems: others = [] }: OneJob = {},
): Promise<ReadJob> {
  const file = await loadFile(reference);
  const defaults: SubmissionDefaults =
    file.job === undefined ? { parameters: {} } : submissionDefaults(file.job);
  const found = findConfigOptions(values, fileSettings(reference, defaults));
  const given = await readInputs(file.pipeline, values);
  const caching = await Promise.all(values.caching.map((text) => attempt(() => readCaching(text))));
  const name = displayName ?? defaults.displayName;
  const request: JobRequest = {
    file: given.isWhole ? file : { ...file, pipeline: withOptionalInputs(file.pipeline) },
    parameters: { ...defaults.parameters, ...given.parameters },
    inputArtifacts: { ...defaults.inputArtifacts, ...given.artifacts },
    caching: caching.flatMap(({ value }) => (value === undefined ? [] : [value])),
    ignorePlatforms: values["ignore-platform"],
    allowLatest: values["allow-latest"],
    ...(jobId !== undefined && { jobId }),
    ...(name !== undefined && { displayName: name }),
    ...(isTemplateUrl(reference) && { templateUri: reference }),
  };
  // The second document is this request's own matter.
  const refused = checkTarget({ pipeline: file.pipeline }, "vertex");
  const unread = [...given.problems, ...caching.flatMap(({ problems }) => problems)];
  return { ...prepareJob({ request, found }, [...unread, ...others, ...refused]), request };
}

interface Attempt<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/** A mistake becomes a problem. */
async function attempt<T>(work: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work(), problems: [] };
  } catch (error) {
    return { problems: [problemOf(error)] };
  }
}

interface ReadInputs extends RunInputs {
  readonly problems: readonly Problem[];
  /** False: what the file with the parameters holds is not known. */
  readonly isWhole: boolean;
}

/** Each for itself, so that one that cannot be read hides nothing of the others. */
async function readInputs(spec: PipelineSpec, { p, parameters }: RequestValues): Promise<ReadInputs> {
  const ofFile = await attempt(() => readRunInputs(spec, [], parameters));
  const given = await Promise.all(p.map((each) => attempt(() => readRunInputs(spec, [each], undefined))));
  const all = [ofFile, ...given];
  return {
    parameters: Object.fromEntries(all.flatMap(({ value }) => Object.entries(value?.parameters ?? {}))),
    artifacts: Object.fromEntries(all.flatMap(({ value }) => Object.entries(value?.artifacts ?? {}))),
    problems: all.flatMap(({ problems }) => problems),
    isWhole: ofFile.value !== undefined,
  };
}

/** So that what may stand in a file that cannot be read is not said to be missing. */
function withOptionalInputs(spec: PipelineSpec): PipelineSpec {
  const { parameters = {}, artifacts = {} } = spec.root.inputDefinitions ?? {};
  const optional = <T>(definitions: { readonly [name: string]: T }) =>
    Object.fromEntries(
      Object.entries(definitions).map(([name, definition]) => [name, { ...definition, isOptional: true }]),
    );
  const inputDefinitions = { parameters: optional(parameters), artifacts: optional(artifacts) };
  return { ...spec, root: { ...spec.root, inputDefinitions } };
}

async function loadFile(reference: string): Promise<PipelineFile> {
  if (isTemplateUrl(reference)) {
    const { readTemplate } = await import("../../pipeline/vertex/templates/index.ts");
    return readTemplate(reference);
  }
  const { loadPipelineFile } = await import("../load-pipeline.ts");
  return loadPipelineFile(reference);
}

/** What the job that a pipeline stands in had set. */
function fileSettings(
  reference: string,
  defaults: SubmissionDefaults,
): { readonly origin: string; readonly values: JsonObject } {
  const { pipelineRoot, serviceAccount, network, kmsKeyName, labels, failurePolicy } = defaults;
  const policy = failurePolicy?.replace("PIPELINE_FAILURE_POLICY_FAIL_", "").toLowerCase();
  return {
    origin: reference,
    values: {
      ...(pipelineRoot !== undefined && { pipelineRoot }),
      ...(serviceAccount !== undefined && { serviceAccount }),
      ...(network !== undefined && { network }),
      ...(kmsKeyName !== undefined && { kmsKey: kmsKeyName }),
      ...(labels && { labels }),
      ...(policy !== undefined && /^(slow|fast)$/.test(policy) && { failurePolicy: policy }),
    },
  };
}
