// What a person is told of one change.
import type { CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import type { JsonDifference } from "../../pipeline/ir/compare/json-difference.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";

export type ChangeKind =
  | "pipeline"
  | "parameter"
  | "task-added"
  | "task-removed"
  | "task-renamed"
  | "task-moved"
  | "image"
  | "command"
  | "args"
  | "env"
  | "resources"
  | "retry"
  | "caching"
  | "condition"
  | "trigger"
  | "loop"
  | "input"
  | "output"
  | "dependencies"
  | "kubernetes"
  | "importer"
  | "other";

export interface Change {
  readonly kind: ChangeKind;
  /** The task's path, as `group/task`; `""` is the pipeline. */
  readonly where: string;
  readonly message: string;
  /** A JSON pointer without its first slash, from the task (or the pipeline) on. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  /** What else differs that the sentence tells with it, as the groups on the way that pass a value on; absent if none. */
  readonly includes?: readonly Included[];
}

export type Included = Pick<Change, "where" | "path" | "before" | "after">;

/** A change as long as it may be put together with others. */
export interface Told extends Change {
  readonly dag: readonly string[];
  readonly task?: string;
}

/** The place in a task (or in the pipeline) that a sentence is about, as it stands on either side. */
export interface Subject {
  readonly path: readonly string[];
  /** Absent where nothing stands. */
  readonly before?: Json;
  readonly after?: Json;
  /** Both pipelines, and the task or else the DAG that `path` begins at. */
  readonly files: readonly [CanonicalFile, CanonicalFile];
  readonly dag: readonly string[];
  readonly task?: string;
  /** The DAG of the task in the first pipeline, if it has moved. */
  readonly fromDag?: readonly string[];
  /** The differences in it, with their whole paths. */
  readonly differences: readonly JsonDifference[];
}
