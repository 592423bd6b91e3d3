// Submits a pipeline from a program: `tsc` checks the parameters against the inputs that the pipeline declares.
import { checkTarget } from "../compiler/check-target.ts";
import { compile } from "../compiler/compile.ts";
import type { Component } from "../dsl/component-types.ts";
import type { Artifact, Simplify } from "../dsl/value-types.ts";
import type { PipelineFile } from "../ir/pipeline-file.ts";
import type { Json } from "../ir/pipeline-spec.ts";
import type { RunEvent } from "../runner/index.ts";
import { connect, type CallPolicy } from "./client/index.ts";
import { findConfig, type VertexConfig } from "./config/index.ts";
import type { CachingChoice, Job } from "./job/index.ts";
import { prepareJob, sendJob } from "./submission.ts";
import { isInConsole, jobLink, watchJob } from "./watch/index.ts";

type ArtifactNames<I> = {
  [K in keyof I]-?: Exclude<I[K], undefined> extends Artifact | readonly Artifact[] ? K : never;
}[keyof I];

/** The parameters of a pipeline: those with a default may be left out. */
export type ParametersOf<I> = Simplify<Omit<I, ArtifactNames<I>>>;
/** The ids of input artifacts in Vertex ML Metadata. */
export type ArtifactIdsOf<I> = {
  readonly [K in keyof Pick<I, ArtifactNames<I>>]: string;
};

/** What must be given is required, what need not be given is optional, and where there is nothing, nothing is given. */
type Field<Name extends string, T> = [keyof T] extends [never]
  ? { readonly [K in Name]?: { readonly [name: string]: never } }
  : {} extends T
    ? { readonly [K in Name]?: T }
    : { readonly [K in Name]: T };

/** Settings that are not given come from the environment and `pollux.json`, as for the command line. */
export interface SubmitSettings extends Partial<VertexConfig> {
  /** Of `configFile`. */
  readonly profile?: string;
  /** Default: `pollux.json` of the current folder, if there is one. */
  readonly configFile?: string;
  /** Submitting the same under the same id again finds the job that is there. Default: a new id. */
  readonly jobId?: string;
  readonly displayName?: string;
  /** Turns the cache on or off for some tasks, or all. Default: as the pipeline says. */
  readonly caching?: readonly CachingChoice[];
  readonly ignorePlatforms?: boolean;
  readonly allowLatest?: boolean;
  /** Waits until the job has ended, and tells what happens in it. Default false. */
  readonly wait?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
  readonly policy?: CallPolicy;
}

export type SubmitOptions<I> = SubmitSettings &
  Field<"parameters", ParametersOf<I>> &
  Field<"inputArtifacts", ArtifactIdsOf<I>>;

export interface SubmittedJob {
  /** As it was when it was submitted; with `wait`, as it ended. */
  readonly job: Job;
  /** False: it was there already. */
  readonly created: boolean;
  /** In Google's console; absent where that knows nothing of it, as of a job of the local Vertex. */
  readonly link?: string;
}

/**
 * Throws a `UserError` that lists everything wrong before anything is sent.
 *
 *     await submit(digitalTwin, {
 *       parameters: { chats: "gs://my-chats", me: "Ada" },
 *       project: "my-project",
 *       pipelineRoot: "gs://my-bucket/runs",
 *     });
 */
export async function submit<Inputs, Outputs, Received>(
  pipeline: Component<Inputs, Outputs, Received>,
  options: SubmitOptions<Inputs>,
): Promise<SubmittedJob> {
  // The fields are those of any pipeline: which ones it needs was for `tsc` to know.
  const inputs: { readonly parameters?: object; readonly inputArtifacts?: object } = options;
  return submitFile(compile(pipeline), {
    ...options,
    parameters: (inputs.parameters ?? {}) as { readonly [name: string]: Json }, // as the pipeline declares them
    inputArtifacts: (inputs.inputArtifacts ?? {}) as { readonly [name: string]: string }, // as above
  });
}

/** The same for a pipeline that stands in a file, whose parameters are checked when it runs. */
export async function submitFile(
  file: PipelineFile,
  options: SubmitSettings & {
    readonly parameters?: { readonly [name: string]: Json };
    readonly inputArtifacts?: { readonly [name: string]: string };
  },
): Promise<SubmittedJob> {
  const { parameters = {}, inputArtifacts = {}, profile, configFile, policy, signal } = options;
  const { jobId, displayName, caching, ignorePlatforms, allowLatest } = options;
  const found = findConfig({ given: options, profile, file: configFile });
  const request = {
    file,
    parameters,
    inputArtifacts,
    ...(jobId !== undefined && { jobId }),
    ...(displayName !== undefined && { displayName }),
    ...(caching && { caching }),
    ...(ignorePlatforms !== undefined && { ignorePlatforms }),
    ...(allowLatest !== undefined && { allowLatest }),
  };
  const refused = checkTarget({ pipeline: file.pipeline }, "vertex");
  const { config, create } = prepareJob({ request, found }, refused);
  const connection = connect(config, { ...(policy && { policy }), signal });
  try {
    const { job, created } = await sendJob(connection, create);
    const { onEvent, wait = false } = options;
    const watching = { ...(onEvent && { onEvent }), ...(signal && { signal }) };
    const last = wait ? await watchJob(connection, job.name, watching) : job;
    return { job: last, created, ...(isInConsole(config) && { link: jobLink(job.name) }) };
  } finally {
    await connection.close();
  }
}
