// Brings an artifact that exists already into a pipeline.
import type { Json } from "../ir/pipeline-spec.ts";
import type { Task } from "./component-types.ts";
import { deepFreeze } from "./freeze.ts";
import type { ArtifactValueType, ImporterComponent } from "./graph.ts";
import type { Ref } from "./handle.ts";
import { copyJson } from "./json.ts";
import { addTask } from "./task.ts";
import type { Artifact, ArtifactType } from "./value-types.ts";

export interface ImporterSource<A extends Artifact> {
  /** Of the task; default `importer`. */
  readonly name?: string;
  readonly type: ArtifactType<A>;
  /** `gs://bucket/path`, or a path where the pipeline runs on one machine. */
  readonly uri: string | Ref<string>;
  /** Makes a new artifact although one with this address is known. Default false. */
  readonly reimport?: boolean;
  readonly metadata?: { readonly [name: string]: Json };
}

/** `importer({ type: Model, uri: "gs://models/gemma" }).outputs.artifact` */
export function importer<A extends Artifact>(source: ImporterSource<A>): Task<{ readonly artifact: A }> {
  const { name = "importer", uri, reimport = false, metadata = {} } = source;
  const { kind, schemaTitle, schemaVersion } = source.type;
  const artifactType: ArtifactValueType = { kind, schemaTitle, schemaVersion };
  const component: ImporterComponent = {
    kind: "importer",
    name,
    inputs: { uri: { type: { kind: "parameter", type: "STRING" }, optional: false } },
    outputs: { artifact: { type: artifactType } },
    artifactType,
    uri: typeof uri === "string" ? uri : undefined,
    reimport,
    metadata: copyJson(metadata) as ImporterComponent["metadata"], // a copy has the shape of its original
  };
  return addTask(deepFreeze(component), { uri }) as Task<{ readonly artifact: A }>; // the output above
}
