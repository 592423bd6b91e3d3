// What the DSL records: plain, frozen data without behaviour. The compiler turns it into IR.
import type { Json } from "../ir/pipeline-spec.ts";
import type { TaskSettings } from "./settings.ts";
import type {
  Argument,
  ArtifactValueType,
  Condition,
  PipelineIdentity,
  Source,
  ValueType,
} from "./source.ts";

export type * from "./settings.ts";
export type * from "./source.ts";

// Definitions

export type ComponentDefinition = ContainerComponent | ImporterComponent | PipelineGraph;

export interface InputDefinition {
  readonly type: ValueType;
  readonly optional: boolean;
  /** Absent: an input left out is absent in the task as well. */
  readonly default?: Json;
  readonly description?: string;
}

export interface OutputDefinition {
  readonly type: ValueType;
  readonly description?: string;
}

export type InputDefinitions = { readonly [name: string]: InputDefinition };
export type OutputDefinitions = { readonly [name: string]: OutputDefinition };

export interface ContainerComponent {
  readonly kind: "container";
  readonly name: string;
  readonly description?: string;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  readonly work: ContainerWork | CodeWork;
}

/** A command line in an image; texts hold KFP placeholders. */
export interface ContainerWork {
  readonly kind: "container";
  readonly image: string;
  readonly command: readonly CommandText[];
  readonly args: readonly CommandText[];
  readonly env: { readonly [name: string]: string };
}

/** A TypeScript module in an image that can run one; `code` is its file URL. */
export interface CodeWork {
  readonly kind: "code";
  readonly image: string;
  readonly code: string;
  readonly env: { readonly [name: string]: string };
}

export type CommandText = string | ConcatText | IfPresentText;

export interface ConcatText {
  readonly kind: "concat";
  readonly parts: readonly CommandText[];
}

export interface IfPresentText {
  readonly kind: "ifPresent";
  readonly input: string;
  readonly present: readonly CommandText[];
  readonly absent: readonly CommandText[];
}

export interface ImporterComponent {
  readonly kind: "importer";
  readonly name: string;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  readonly artifactType: ArtifactValueType;
  /** A constant is part of the importer; `undefined` where the address comes from elsewhere. */
  readonly uri: string | undefined;
  readonly reimport: boolean;
  readonly metadata: { readonly [name: string]: Json };
}

// Pipelines

export interface PipelineGraph {
  readonly kind: "pipeline";
  readonly identity: PipelineIdentity;
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  readonly body: Body;
}

/** What one body recorded, and what it returned. */
export interface Body {
  readonly nodes: readonly GraphNode[];
  readonly returned: { readonly [name: string]: Source };
}

/** `id` is unique in the pipeline; `number`s are given in the order in which kfp's SDK gives them. */
export type GraphNode = TaskNode | BranchesNode | LoopNode | ExitHandlerNode;

export interface TaskNode {
  readonly kind: "task";
  readonly id: number;
  /** Unique among the tasks of the pipeline. */
  readonly name: string;
  readonly component: ComponentDefinition;
  readonly arguments: { readonly [input: string]: Argument };
  readonly settings: TaskSettings;
}

/** The first branch whose condition holds; a branch without a condition is the last. */
export interface BranchesNode {
  readonly kind: "branches";
  readonly id: number;
  readonly number: number;
  readonly branches: readonly Branch[];
}

export interface Branch {
  readonly number: number;
  readonly condition?: Condition;
  readonly body: Body;
}

export interface LoopNode {
  readonly kind: "loop";
  readonly id: number;
  readonly number: number;
  readonly items: LoopItems;
  /** Absent: as many at once as the platform allows. */
  readonly parallelism?: number;
  readonly body: Body;
}

export type LoopItems =
  | { readonly kind: "constant"; readonly number: number; readonly values: readonly Json[] }
  | { readonly kind: "source"; readonly source: Source };

/** `onExit` records the task that runs after the body, whichever way it ended. */
export interface ExitHandlerNode {
  readonly kind: "exitHandler";
  readonly id: number;
  readonly number: number;
  readonly onExit: readonly GraphNode[];
  readonly body: Body;
}
