// A pipeline may stand in the job it was once submitted as; what that job set becomes the defaults of a submission.
import { isObject, own, type JsonObject } from "./json-object.ts";
import { map, number, oneOf, struct, text, type Schema } from "./json-schema.ts";
import type { Json, Value } from "./pipeline-spec.ts";
import { compileSchema } from "./schema-problems.ts";
import { UserError } from "./user-error.ts";

/** Vertex's PipelineJob without the pipeline; what the service alone sets (`state`, `createTime` ...) is kept too. */
export interface PipelineJob {
  readonly displayName?: string;
  readonly labels?: { readonly [name: string]: string };
  readonly serviceAccount?: string;
  readonly network?: string;
  readonly encryptionSpec?: { readonly kmsKeyName?: string };
  readonly runtimeConfig?: RuntimeConfig;
}

interface RuntimeConfig {
  readonly gcsOutputDirectory?: string;
  readonly parameterValues?: JsonObject;
  /** The spelling of schema 2.0.0; whole numbers may be text. */
  readonly parameters?: { readonly [name: string]: Value };
  readonly failurePolicy?: FailurePolicy;
  readonly inputArtifacts?: { readonly [name: string]: { readonly artifactId: string } };
}

type FailurePolicy = (typeof failurePolicies)[number];
const failurePolicies = [
  "PIPELINE_FAILURE_POLICY_UNSPECIFIED",
  "PIPELINE_FAILURE_POLICY_FAIL_SLOW",
  "PIPELINE_FAILURE_POLICY_FAIL_FAST",
] as const;

/** What a submission takes where nothing else is said; absent fields were not set. */
export interface SubmissionDefaults {
  readonly parameters: JsonObject;
  readonly pipelineRoot?: string;
  readonly displayName?: string;
  readonly labels?: { readonly [name: string]: string };
  readonly serviceAccount?: string;
  readonly network?: string;
  readonly kmsKeyName?: string;
  readonly failurePolicy?: FailurePolicy;
  /** The ids of artifacts, by the pipeline's inputs. */
  readonly inputArtifacts?: { readonly [name: string]: string };
}

/** @example submissionDefaults({ runtimeConfig: { parameterValues: { rank: 8 } } }) // { parameters: { rank: 8 } } */
export function submissionDefaults(job: PipelineJob): SubmissionDefaults {
  const { displayName, labels, serviceAccount, network, encryptionSpec, runtimeConfig = {} } = job;
  const {
    gcsOutputDirectory,
    parameterValues,
    parameters = {},
    failurePolicy,
    inputArtifacts,
  } = runtimeConfig;
  const older = Object.entries(parameters).map(([name, value]) => [name, plainValue(value)] as const);
  return present({
    parameters: Object.fromEntries([...older, ...Object.entries(parameterValues ?? {})]),
    pipelineRoot: gcsOutputDirectory,
    displayName,
    labels,
    serviceAccount,
    network,
    kmsKeyName: encryptionSpec?.kmsKeyName,
    failurePolicy,
    inputArtifacts:
      inputArtifacts &&
      Object.fromEntries(Object.entries(inputArtifacts).map(([name, { artifactId }]) => [name, artifactId])),
  });
}

function plainValue({ intValue, doubleValue, stringValue }: Value): Json {
  return stringValue ?? doubleValue ?? (intValue === undefined ? null : Number(intValue));
}

function present(fields: {
  readonly [F in keyof SubmissionDefaults]-?: SubmissionDefaults[F] | undefined;
}): SubmissionDefaults {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as unknown as SubmissionDefaults; // its one required field is always set
}

/** A job is told from a pipeline by the pipeline in it. */
export function isPipelineJob(document: Json): document is JsonObject & { readonly pipelineSpec: Json } {
  return isObject(document) && own(document, "pipelineSpec") !== undefined;
}

/** `where` is the file's name. Throws a `UserError` that lists everything wrong with what is around the pipeline. */
export function requirePipelineJob(value: JsonObject, where: string): PipelineJob {
  const problems = jobProblems(value);
  if (problems.length === 0) return value as unknown as PipelineJob; // the schema says the same as the type
  const lines = problems.map((problem) => `${where}: ${problem}`);
  throw new UserError("NOT_IR", `${lines.join("\n")}\nCorrect the job, or give the pipeline in it alone.`);
}

/** Other fields than these may be there as well. */
const jobSchema: Schema = {
  ...struct,
  properties: {
    displayName: text,
    labels: map(text),
    serviceAccount: text,
    network: text,
    encryptionSpec: { ...struct, properties: { kmsKeyName: text } },
    runtimeConfig: {
      ...struct,
      properties: {
        gcsOutputDirectory: text,
        parameterValues: struct,
        parameters: map(
          oneOf({
            intValue: { type: ["integer", "string"], pattern: "^-?\\d+$" },
            doubleValue: number,
            stringValue: text,
          }),
        ),
        failurePolicy: { enum: failurePolicies },
        inputArtifacts: map({ ...struct, properties: { artifactId: text }, required: ["artifactId"] }),
      },
    },
  },
};
const jobProblems = compileSchema(jobSchema, "the job");
