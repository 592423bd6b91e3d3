// What the DSL records: plain, frozen data without behaviour. The compiler turns it into IR.
import type {
  ExecutorSpec,
  Json,
  PipelineContainerSpec,
  SinglePlatformSpec,
  TaskConfigPassthrough,
  ValueOrRuntimeParameter,
} from "../ir/pipeline-spec.ts";
import type { GroupSettings, TaskSettings, Upstream } from "./settings.ts";
import type {
  Argument,
  ArtifactValueType,
  Condition,
  PipelineIdentity,
  ReturnedSource,
  Source,
  ValueType,
} from "./source.ts";

export type * from "./settings.ts";
export type * from "./source.ts";

// Definitions

export type ComponentDefinition = ContainerComponent | ExecutorComponent | ImporterComponent | PipelineGraph;

export interface InputDefinition {
  readonly type: ValueType;
  readonly optional: boolean;
  /** Absent: an input left out is absent in the task as well. */
  readonly default?: Json;
  /** The default is not of the type. */
  readonly isRawDefault?: true;
  /** The only values it takes. */
  readonly literals?: readonly Json[];
  readonly description?: string;
}

export interface OutputDefinition {
  readonly type: ValueType;
  readonly description?: string;
  /** Of an artifact: what its metadata holds from the start; the other two are the spelling of old files. */
  readonly metadata?: { readonly [key: string]: Json };
  readonly properties?: { readonly [key: string]: ValueOrRuntimeParameter };
  readonly customProperties?: { readonly [key: string]: ValueOrRuntimeParameter };
}

export type InputDefinitions = { readonly [name: string]: InputDefinition };
export type OutputDefinitions = { readonly [name: string]: OutputDefinition };

/** What a component of any kind may carry for one platform only. */
export interface PlatformParts {
  readonly singlePlatformSpecs?: readonly SinglePlatformSpec[];
  /** Settings of a task that the component's code is told, so that it can pass them on. */
  readonly taskConfigPassthroughs?: readonly TaskConfigPassthrough[];
}

export interface ContainerComponent extends PlatformParts {
  readonly kind: "container";
  readonly name: string;
  readonly description?: string;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  readonly work: ContainerWork | CodeWork | InlineCodeWork | InlinePythonWork;
}

/** What executes it as the IR spells it: resolvers and custom jobs have no other form. */
export interface ExecutorComponent extends PlatformParts {
  readonly kind: "executor";
  readonly name: string;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  readonly executor: ExecutorSpec;
}

/** A command line in an image; texts hold KFP placeholders. */
export interface ContainerWork {
  readonly kind: "container";
  readonly image: string;
  readonly command: readonly CommandText[];
  readonly args: readonly CommandText[];
  readonly env: { readonly [name: string]: string };
  readonly lifecycle?: NonNullable<PipelineContainerSpec["lifecycle"]>;
}

/** A TypeScript module in an image that can run one; `code` is its file URL. */
export interface CodeWork {
  readonly kind: "code";
  readonly image: string;
  readonly code: string;
  readonly env: { readonly [name: string]: string };
}

/** A TypeScript module that is bundled into the IR; the image needs nothing but Node. */
export interface InlineCodeWork {
  readonly kind: "inlineCode";
  readonly image: string;
  readonly code: string;
  readonly env: { readonly [name: string]: string };
}

/** A function in a Python file, which is embedded into the IR; the image needs nothing but Python. */
export interface InlinePythonWork {
  readonly kind: "inlinePython";
  readonly image: string;
  /** The address of the file, or its name and text. */
  readonly code: string | { readonly file: string; readonly source: string };
  readonly function: string;
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
  /** One text, or a list of arguments. */
  readonly present: CommandText | readonly CommandText[];
  readonly absent: CommandText | readonly CommandText[];
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
  /** May hold placeholders of its inputs. */
  readonly metadata: { readonly [name: string]: Json };
  readonly downloadToWorkspace: boolean;
}

// Pipelines

export interface PipelineGraph extends PlatformParts {
  readonly kind: "pipeline";
  readonly identity: PipelineIdentity;
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly inputs: InputDefinitions;
  readonly outputs: OutputDefinitions;
  readonly body: PipelineBody;
  /** Of the whole file, where this is the pipeline that is compiled. */
  readonly file: FileSettings;
}

export interface FileSettings {
  /** Default 2.1.0; `2.0.0` spells parameters in the way of its time. */
  readonly schemaVersion?: string;
  readonly defaultPipelineRoot?: string;
  /** By platform, as `kubernetes`: what its second document says of the pipeline. */
  readonly platforms?: { readonly [platform: string]: { readonly [field: string]: Json } };
}

export interface PipelineBody {
  readonly nodes: readonly GraphNode[];
  readonly returned: { readonly [name: string]: ReturnedSource };
}

/** What one body recorded, and what it returned. */
export interface Body extends PipelineBody {
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
  /** For inputs that the component does not declare. */
  readonly undeclared: { readonly [input: string]: Argument };
  /** Inputs that it is not given although the component wants them. */
  readonly omitted?: readonly string[];
  /** Exactly what it waits for, whatever its inputs say. */
  readonly waitsOnlyFor?: readonly Upstream[];
  readonly settings: TaskSettings;
}

/** The first branch whose condition holds; a branch without a condition is the last. */
export interface BranchesNode {
  readonly kind: "branches";
  readonly id: number;
  readonly number: number;
  readonly branches: readonly Branch[];
  /** Of the group around several branches. */
  readonly settings: GroupSettings;
}

export interface Branch {
  readonly number: number;
  readonly settings: GroupSettings;
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
  /** What the items go by; default as kfp's SDK names them. */
  readonly itemName?: string;
  readonly settings: GroupSettings;
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
  readonly settings: GroupSettings;
  readonly body: Body;
}
