// Turns a pipeline, its parameters and the settings into Vertex AI's PipelineJob, in its JSON spelling.
import { typeOf } from "../../ir/parameter-types.ts";
import { objectOf, own, type JsonObject } from "../../ir/json-object.ts";
import type { Json, PipelineSpec } from "../../ir/pipeline-spec.ts";
import { canonicalJson, sha256 } from "../../runner/canonical-json.ts";
import { parentOf } from "../config/index.ts";
import { makeJobId } from "./job-id.ts";
import type { JobToCheck, JobToSend } from "./job-request.ts";
import { overrideCaching } from "./override-caching.ts";

/** What `CreatePipelineJob` takes. */
export interface CreateJob {
  readonly parent: string;
  readonly pipelineJobId: string;
  /** As REST has it: the pipeline is plain JSON in it. */
  readonly pipelineJob: JsonObject;
}

/** Says of a job which submission it is of, so that one whose reply was lost is known again. */
export const submissionLabel = "pollux-submission";

/** Give it what `checkJob` has found nothing wrong with. The same request under the same id is the same job. */
export function makeJob(job: JobToSend, jobId: string = jobIdOf(job)): CreateJob {
  const { request, config } = job;
  const { pipeline } = request.file;
  const { serviceAccount, network, pscInterface, kmsKey } = config;
  const body: JsonObject = {
    displayName: (
      request.displayName ??
      pipeline.pipelineInfo.displayName ??
      pipeline.pipelineInfo.name
    ).slice(0, 128),
    // A pipeline is JSON, which its type does not say.
    pipelineSpec: overrideCaching(pipeline, request.caching ?? []) as unknown as JsonObject,
    runtimeConfig: runtimeConfig(job),
    ...(serviceAccount !== undefined && { serviceAccount }),
    ...(network !== undefined && { network }),
    ...(pscInterface !== undefined && { pscInterfaceConfig: { networkAttachment: pscInterface } }),
    ...(kmsKey !== undefined && { encryptionSpec: { kmsKeyName: kmsKey } }),
    ...(request.templateUri !== undefined && { templateUri: request.templateUri }),
  };
  const submission = sha256(canonicalJson({ jobId, labels: config.labels, ...body })).slice(0, 40);
  return {
    parent: parentOf(config),
    pipelineJobId: jobId,
    pipelineJob: { ...body, labels: { ...config.labels, [submissionLabel]: submission } },
  };
}

/** `undefined`: `makeJob` did not make it. */
export function submissionOf({ pipelineJob }: CreateJob): Json | undefined {
  return own(objectOf(pipelineJob["labels"]), submissionLabel);
}

function jobIdOf({ request }: JobToSend): string {
  return request.jobId ?? makeJobId(request.file.pipeline.pipelineInfo.name);
}

/** What is set goes before what the pipeline says. */
export function pipelineRootOf({ request, config }: JobToCheck): string | undefined {
  return config.pipelineRoot ?? request.file.pipeline.defaultPipelineRoot;
}

function runtimeConfig(job: JobToSend): JsonObject {
  const { request, config } = job;
  const root = pipelineRootOf(job);
  const artifacts = Object.entries(request.inputArtifacts);
  return {
    ...(root !== undefined && { gcsOutputDirectory: root }),
    ...parameterFields(request.file.pipeline, request.parameters),
    ...(config.failurePolicy !== undefined && {
      failurePolicy:
        config.failurePolicy === "fast"
          ? "PIPELINE_FAILURE_POLICY_FAIL_FAST"
          : "PIPELINE_FAILURE_POLICY_FAIL_SLOW",
    }),
    ...(artifacts.length > 0 && {
      inputArtifacts: Object.fromEntries(artifacts.map(([name, artifactId]) => [name, { artifactId }])),
    }),
  };
}

/** Pipelines of schema 2.0.0 take what is neither number nor text as JSON in text. */
function parameterFields(
  { schemaVersion, root }: PipelineSpec,
  parameters: { readonly [name: string]: Json },
): JsonObject {
  const given = Object.entries(parameters).filter(([, value]) => value !== null);
  if (schemaVersion !== "2.0.0") return { parameterValues: Object.fromEntries(given) };
  const declared = root.inputDefinitions?.parameters ?? {};
  return {
    parameters: Object.fromEntries(
      given.map(([name, value]) => {
        switch (typeOf(declared[name])) {
          case "NUMBER_INTEGER":
            return [name, { intValue: String(value) }];
          case "NUMBER_DOUBLE":
            return [name, { doubleValue: Number(value) }];
          default:
            return [name, { stringValue: typeof value === "string" ? value : JSON.stringify(value) }];
        }
      }),
    ),
  };
}
