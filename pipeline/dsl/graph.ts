// What the DSL records: plain, frozen data without behaviour. The compiler turns it into IR.
import type { Json, ParameterTypeName } from "../ir/pipeline-spec.ts";

// Types of values

export type ValueType = ParameterValueType | ArtifactValueType | ArtifactListValueType;

export interface ParameterValueType {
  readonly kind: "parameter";
  readonly type: ParameterTypeName;
  /** Only the run can tell; `type` is then STRING. */
  readonly unknown?: true;
  /** Of a list: the type of its items, where it is known. */
  readonly item?: ParameterValueType;
  /** Of a struct: the types of its fields, where they are known. */
  readonly fields?: { readonly [name: string]: ParameterValueType };
}

export interface ArtifactValueType {
  readonly kind: "artifact";
  readonly schemaTitle: string;
  readonly schemaVersion: string;
}

export interface ArtifactListValueType {
  readonly kind: "artifactList";
  readonly schemaTitle: string;
  readonly schemaVersion: string;
}

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

/** Whose body a value belongs to; told apart by identity. */
export interface PipelineIdentity {
  readonly name: string;
}

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

// Values

export type Argument = Constant | Source;

export interface Constant {
  readonly kind: "constant";
  readonly value: Json;
}

/** Where a value comes from while the pipeline runs. */
export type Source = InputSource | OutputSource | ItemSource | FieldSource | StatusSource | CastSource;

export interface InputSource {
  readonly kind: "input";
  readonly pipeline: PipelineIdentity;
  readonly name: string;
  readonly type: ValueType;
}

/** An output of a task, or what the body of a group returned under that name. */
export interface OutputSource {
  readonly kind: "output";
  readonly pipeline: PipelineIdentity;
  readonly node: number;
  readonly output: string;
  readonly type: ValueType;
}

export interface ItemSource {
  readonly kind: "item";
  readonly pipeline: PipelineIdentity;
  /** The loop. */
  readonly node: number;
  readonly type: ValueType;
}

export interface FieldSource {
  readonly kind: "field";
  readonly of: Source;
  readonly name: string;
  readonly type: ValueType;
}

/** How the body of an exit handler ended. */
export interface StatusSource {
  readonly kind: "status";
  readonly pipeline: PipelineIdentity;
  /** The exit handler. */
  readonly node: number;
  readonly type: ValueType;
}

/** The same value under another artifact type. */
export interface CastSource {
  readonly kind: "cast";
  readonly of: Source;
  readonly type: ValueType;
}

// Conditions

export type Condition = Comparison | Combination | Negation;

export type ComparisonOperator = "==" | "!=" | ">" | ">=" | "<" | "<=";

export interface Comparison {
  readonly kind: "comparison";
  readonly operator: ComparisonOperator;
  readonly left: Argument;
  readonly right: Argument;
}

export interface Combination {
  readonly kind: "and" | "or";
  readonly conditions: readonly Condition[];
}

export interface Negation {
  readonly kind: "not";
  readonly condition: Condition;
}

// Settings

export interface TaskSettings {
  readonly displayName?: string;
  /** Tasks and values that must be there first, although no data flows from them. */
  readonly after: readonly Upstream[];
  readonly retry?: RetrySettings;
  readonly caching: CachingSettings;
  readonly resources?: ResourceSettings;
  readonly env: { readonly [name: string]: string };
  readonly ignoreUpstreamFailure: boolean;
}

export type Upstream =
  | {
      readonly kind: "task";
      readonly pipeline: PipelineIdentity;
      readonly node: number;
      readonly name: string;
    }
  | { readonly kind: "source"; readonly source: Source };

/** Durations are text: `"60s"`, `"5m"`, `"1h"`. */
export interface RetrySettings {
  readonly maxRetryCount: number;
  /** Default `0s`. */
  readonly backoffDuration?: string;
  /** Default 2. */
  readonly backoffFactor?: number;
  /** Default `3600s`. */
  readonly backoffMaxDuration?: string;
}

export interface CachingSettings {
  readonly enabled: boolean;
  readonly key?: string;
}

/** CPU in cores or text as `"500m"`; memory as `"32G"`. */
export interface ResourceSettings {
  readonly cpu?: number | string;
  readonly memory?: string;
  readonly cpuRequest?: number | string;
  readonly memoryRequest?: string;
  readonly accelerator?: { readonly type: string; readonly count: number };
}
