// What is drawn of a pipeline: boxes in boxes and the edges between them, before any format or coordinate.
// An edge joins siblings: what a task deep in a group uses is drawn to the group's box, as KFP's own pages do. Drawn to
// the task itself, the lines of a group with several inputs would cross its frame everywhere and hide what it holds.
import type { Json } from "../pipeline-spec.ts";

export interface Picture {
  readonly name: string;
  readonly description: string;
  /** Of the whole pipeline, whether drawn or not. */
  readonly parameters: readonly PictureParameter[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

export interface PictureParameter {
  readonly name: string;
  /** `STRING`, or `system.Dataset` where it is an artifact. */
  readonly type: string;
  readonly description: string;
  readonly defaultValue?: Json;
}

export type PictureNode = TaskNode | GroupNode | PortNode;

/** Ids are unique in the picture: `t1` tasks, `g1` groups, `i1` inputs, `o1` outputs, numbered from the top. */
export interface TaskNode {
  readonly kind: "task";
  readonly id: string;
  /** The key in its DAG. */
  readonly name: string;
  /** The name to show; often the same. */
  readonly title: string;
  readonly executor: "container" | "importer" | "resolver" | "custom job" | "unknown";
  /** In full, as in `example.com/us/node:1`; of containers only. */
  readonly image?: string;
  /** When and how often it runs, as in `if mode == 'fast'`. */
  readonly notes: readonly string[];
  readonly mark?: NodeMark;
}

/** What a reader of the picture adds to a node, such as what became of it in a run. */
export interface NodeMark {
  /** Of the node in SVG, for styles and scripts of the page around it: letters, digits and `-`. */
  readonly className: string;
  /** A last line in the box; empty for none. */
  readonly text: string;
  /** Where a click leads, as `#train`. Default: nowhere. */
  readonly href?: string;
}

export interface GroupNode {
  readonly kind: "group";
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly group: "loop" | "condition" | "branches" | "exit handler" | "pipeline";
  readonly notes: readonly string[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  readonly mark?: NodeMark;
}

/** Pipeline inputs that the same tasks take, or outputs that the same tasks give. */
export interface PortNode {
  readonly kind: "input" | "output";
  readonly id: string;
  readonly names: readonly string[];
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** `order`: one waits for the other and takes nothing from it. */
  readonly kind: "data" | "order";
  /** Artifact types and parameter names. */
  readonly labels: readonly string[];
}
