// What one submission asks for, beside the settings that all of a team's have.
import type { PipelineFile } from "../../ir/pipeline-file.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import type { VertexConfig } from "../config/index.ts";
import type { CachingChoice } from "./override-caching.ts";

export interface JobRequest {
  readonly file: PipelineFile;
  readonly parameters: { readonly [name: string]: Json };
  /** The ids of artifacts in Vertex ML Metadata, by the pipeline's inputs. */
  readonly inputArtifacts: { readonly [name: string]: string };
  /** Submitting the same under the same id again finds the job that is there. Default: the name, the time and more. */
  readonly jobId?: string;
  /** Default: the pipeline's, or its name. */
  readonly displayName?: string;
  /** Later ones go before earlier ones. Default: as the pipeline says. */
  readonly caching?: readonly CachingChoice[];
  /** Where the pipeline was downloaded from. */
  readonly templateUri?: string;
  /** Drops the second document, which speaks to other platforms. Default: it is refused. */
  readonly ignorePlatforms?: boolean;
  /** Takes images that another image may stand for tomorrow. Default: they are refused. */
  readonly allowLatest?: boolean;
}

/** Settings that are wrong are left out. */
export interface JobToCheck {
  readonly request: JobRequest;
  readonly config: Partial<VertexConfig>;
}

export interface JobToSend extends JobToCheck {
  readonly config: VertexConfig;
}
