// Brings an artifact that exists already into a pipeline.
import type { Task, TaskOptions } from "./component-types.ts";
import { deepFreeze } from "./freeze.ts";
import { valueType } from "./definition.ts";
import type { ArtifactValueType, ImporterComponent, InputDefinitions } from "./graph.ts";
import type { Ref } from "./handle.ts";
import { importerMetadata } from "./importer-metadata.ts";
import { addTask } from "./task.ts";
import type { Text } from "./text.ts";
import type { Artifact, ArtifactType, Holding } from "./value-types.ts";
import type { Json } from "../ir/pipeline-spec.ts";

export interface ImporterSource<A extends Artifact> {
  /** Of the task; default `importer`. */
  readonly name?: string;
  readonly type: ArtifactType<A>;
  /** `gs://bucket/path`, or a path where the pipeline runs on one machine. */
  readonly uri: string | Text | Ref<string>;
  /** Makes a new artifact although one with this address is known. Default false. */
  readonly reimport?: boolean;
  /** Handles and texts with handles may stand for parts of it. */
  readonly metadata?: { readonly [name: string]: Holding<Json> | Ref<Json> };
  /** Copies it into the pipeline's workspace. Default false. */
  readonly downloadToWorkspace?: boolean;
}

/** `importer({ type: Model, uri: "gs://models/gemma" }).outputs.artifact` */
export function importer<A extends Artifact>(
  source: ImporterSource<A>,
  options?: TaskOptions,
): Task<{ readonly artifact: A }> {
  const { name = "importer", uri, reimport = false, downloadToWorkspace = false } = source;
  const artifactType = valueType(source.type) as ArtifactValueType; // an artifact type is no other
  const { metadata, given } = importerMetadata(source.metadata ?? {});
  const inputs: InputDefinitions = {
    uri: { type: { kind: "parameter", type: "STRING" }, optional: false },
    ...Object.fromEntries([...given].map(([input, { type }]) => [input, { type, optional: false }])),
  };
  const component: ImporterComponent = {
    kind: "importer",
    name,
    inputs,
    outputs: { artifact: { type: artifactType } },
    artifactType,
    uri: typeof uri === "string" ? uri : undefined,
    reimport,
    metadata,
    downloadToWorkspace,
  };
  const refs = Object.fromEntries([...given].map(([input, { ref }]) => [input, ref]));
  // The output is the one above.
  return addTask(deepFreeze(component), { uri, ...refs }, options) as Task<{ readonly artifact: A }>;
}
