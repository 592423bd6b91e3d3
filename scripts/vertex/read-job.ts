// What a command line asks Vertex AI to run: a pipeline of a file or a template, its inputs, and the settings.
import { checkTarget } from "../../pipeline/compiler/check-target.ts";
import type { PipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import { submissionDefaults, type SubmissionDefaults } from "../../pipeline/ir/pipeline-job.ts";
import type { JsonObject } from "../../pipeline/ir/json-object.ts";
import type { ResolvedConfig } from "../../pipeline/vertex/config/index.ts";
import type { CreateJob, JobRequest } from "../../pipeline/vertex/job/index.ts";
import { prepareJob } from "../../pipeline/vertex/submission.ts";
import { isTemplateUrl } from "../../pipeline/vertex/templates/registry.ts";
import { readRunInputs } from "../run/run-inputs.ts";
import { readConfigOptions } from "./settings.ts";
import { readCaching, type RequestValues } from "./request-options.ts";

export interface ReadJob extends ResolvedConfig {
  readonly request: JobRequest;
  readonly create: CreateJob;
}

export interface OneJob {
  readonly jobId?: string | undefined;
  readonly displayName?: string | undefined;
}

/** Everything is checked before it gives anything. Throws a `UserError`. */
export async function readJobRequest(
  reference: string,
  values: RequestValues,
  { jobId, displayName }: OneJob = {},
): Promise<ReadJob> {
  const file = await loadFile(reference);
  const defaults: SubmissionDefaults =
    file.job === undefined ? { parameters: {} } : submissionDefaults(file.job);
  const resolved = readConfigOptions(values, fileSettings(reference, defaults));
  const given = await readRunInputs(file.pipeline, values.p, values.parameters);
  const name = displayName ?? defaults.displayName;
  const request: JobRequest = {
    file,
    parameters: { ...defaults.parameters, ...given.parameters },
    inputArtifacts: { ...defaults.inputArtifacts, ...given.artifacts },
    caching: values.caching.map(readCaching),
    ignorePlatforms: values["ignore-platform"],
    allowLatest: values["allow-latest"],
    ...(jobId !== undefined && { jobId }),
    ...(name !== undefined && { displayName: name }),
    ...(isTemplateUrl(reference) && { templateUri: reference }),
  };
  // The second document is this request's own matter.
  const refused = checkTarget({ pipeline: file.pipeline }, "vertex");
  const create = prepareJob({ request, config: resolved.config }, refused);
  return { ...resolved, request, create };
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
