// What a task is told (`{{$}}`) and what it answers: KFP's ExecutorInput and ExecutorOutput messages in JSON spelling.
import type { ArtifactTypeSchema, Json } from "./pipeline-spec.ts";

export interface ExecutorInput {
  readonly inputs?: {
    readonly parameterValues?: { readonly [name: string]: Json };
    readonly artifacts?: { readonly [name: string]: ArtifactList };
  };
  readonly outputs?: {
    /** Each output parameter is written as text (JSON, but plain text for strings) to its file. */
    readonly parameters?: { readonly [name: string]: { readonly outputFile: string } };
    readonly artifacts?: { readonly [name: string]: ArtifactList };
    /** Where ExecutorOutput goes. */
    readonly outputFile?: string;
  };
}

export interface ExecutorOutput {
  readonly parameterValues?: { readonly [name: string]: Json };
  readonly artifacts?: { readonly [name: string]: ArtifactList };
}

export interface ArtifactList {
  readonly artifacts: readonly RuntimeArtifact[];
}

/** `uri` is `gs://bucket/path` on Vertex and an absolute path with the local runner. */
export interface RuntimeArtifact {
  readonly name: string;
  readonly type: ArtifactTypeSchema;
  readonly uri: string;
  readonly metadata: { readonly [key: string]: Json };
  readonly customPath?: string;
}

/** Handed to the task of an exit handler. */
export interface PipelineTaskFinalStatus {
  readonly state: "SUCCEEDED" | "FAILED" | "CANCELLED";
  readonly pipelineJobResourceName: string;
  readonly pipelineTaskName: string;
  readonly error?: { readonly code: number; readonly message: string };
}
