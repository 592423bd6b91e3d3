// What a person is told of one change.
import type { JsonDifference } from "../../pipeline/ir/compare/json-difference.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";

export type ChangeKind =
  | "pipeline"
  | "parameter"
  | "task-added"
  | "task-removed"
  | "task-renamed"
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
}

/** The place in a task (or in the pipeline) that a sentence is about, as it stands on either side. */
export interface Subject {
  readonly path: readonly string[];
  /** Absent where nothing stands. */
  readonly before?: Json;
  readonly after?: Json;
  /** Whether it is in the pipeline itself, and not in a group or a task. */
  readonly inRoot: boolean;
  /** The differences in it, with their whole paths. */
  readonly differences: readonly JsonDifference[];
}
