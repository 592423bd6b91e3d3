// The KFP v2 IR as it stands in YAML or JSON: one interface per message of `pipeline_spec.proto`, field names in
// their JSON spelling. Optional fields are absent or hold a value, never `undefined`.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface PipelineSpec {
  readonly pipelineInfo: PipelineInfo;
  readonly schemaVersion: string;
  readonly sdkVersion?: string;
  readonly root: ComponentSpec;
  readonly components?: { readonly [name: string]: ComponentSpec };
  readonly deploymentSpec?: PipelineDeploymentConfig;
  readonly defaultPipelineRoot?: string;
}

export interface PipelineInfo {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
}

// Components

/** Exactly one of `dag` and `executorLabel` is set. */
export interface ComponentSpec {
  readonly inputDefinitions?: ComponentInputsSpec;
  readonly outputDefinitions?: ComponentOutputsSpec;
  readonly dag?: DagSpec;
  readonly executorLabel?: string;
  readonly singlePlatformSpecs?: readonly SinglePlatformSpec[];
  readonly taskConfigPassthroughs?: readonly TaskConfigPassthrough[];
}

export interface ComponentInputsSpec {
  readonly artifacts?: { readonly [name: string]: InputArtifactDefinition };
  readonly parameters?: { readonly [name: string]: InputParameterDefinition };
}

export interface ComponentOutputsSpec {
  readonly artifacts?: { readonly [name: string]: OutputArtifactDefinition };
  readonly parameters?: { readonly [name: string]: OutputParameterDefinition };
}

export interface InputArtifactDefinition {
  readonly artifactType: ArtifactTypeSchema;
  readonly isArtifactList?: boolean;
  readonly isOptional?: boolean;
  readonly description?: string;
}

export interface InputParameterDefinition {
  readonly parameterType?: ParameterTypeName;
  /** The spelling of schema 2.0.0: `INT`, `DOUBLE`, `STRING`. */
  readonly type?: PrimitiveTypeName;
  readonly defaultValue?: Json;
  readonly isOptional?: boolean;
  readonly description?: string;
  readonly literals?: readonly Json[];
}

export interface OutputArtifactDefinition {
  readonly artifactType: ArtifactTypeSchema;
  readonly isArtifactList?: boolean;
  readonly description?: string;
  readonly metadata?: { readonly [key: string]: Json };
  readonly properties?: { readonly [key: string]: ValueOrRuntimeParameter };
  readonly customProperties?: { readonly [key: string]: ValueOrRuntimeParameter };
}

export interface OutputParameterDefinition {
  readonly parameterType?: ParameterTypeName;
  readonly type?: PrimitiveTypeName;
  readonly description?: string;
}

export type ParameterTypeName =
  | "NUMBER_DOUBLE"
  | "NUMBER_INTEGER"
  | "STRING"
  | "BOOLEAN"
  | "LIST"
  | "STRUCT"
  | "TASK_FINAL_STATUS"
  | "TASK_CONFIG";
export type PrimitiveTypeName = "INT" | "DOUBLE" | "STRING";

/** One of `schemaTitle`, `schemaUri` and `instanceSchema`. */
export interface ArtifactTypeSchema {
  readonly schemaTitle?: string;
  readonly schemaUri?: string;
  readonly instanceSchema?: string;
  readonly schemaVersion?: string;
}

// Tasks

export interface DagSpec {
  readonly tasks: { readonly [name: string]: PipelineTaskSpec };
  readonly outputs?: DagOutputsSpec;
}

export interface PipelineTaskSpec {
  readonly taskInfo?: { readonly name: string };
  readonly componentRef: { readonly name: string };
  readonly inputs?: TaskInputsSpec;
  readonly dependentTasks?: readonly string[];
  readonly cachingOptions?: CachingOptions;
  readonly triggerPolicy?: TriggerPolicy;
  readonly retryPolicy?: RetryPolicy;
  readonly artifactIterator?: ArtifactIteratorSpec;
  readonly parameterIterator?: ParameterIteratorSpec;
  readonly iteratorPolicy?: { readonly parallelismLimit?: number };
}

export interface TaskInputsSpec {
  readonly parameters?: { readonly [name: string]: TaskInputParameter };
  readonly artifacts?: { readonly [name: string]: TaskInputArtifact };
}

/** One of the sources is set; `parameterExpressionSelector` picks a field out of it. */
export interface TaskInputParameter {
  readonly taskOutputParameter?: { readonly producerTask: string; readonly outputParameterKey: string };
  readonly runtimeValue?: ValueOrRuntimeParameter;
  readonly componentInputParameter?: string;
  readonly taskFinalStatus?: { readonly producerTask: string };
  readonly parameterExpressionSelector?: string;
}

export interface TaskInputArtifact {
  readonly taskOutputArtifact?: { readonly producerTask: string; readonly outputArtifactKey: string };
  readonly componentInputArtifact?: string;
}

/** One of the three; `constantValue` is the spelling of schema 2.0.0. */
export interface ValueOrRuntimeParameter {
  readonly constant?: Json;
  readonly runtimeParameter?: string;
  readonly constantValue?: Value;
}

export interface Value {
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly stringValue?: string;
}

/** Absent `enableCache` means the cache is off. */
export interface CachingOptions {
  readonly enableCache?: boolean;
  readonly cacheKey?: string;
}

export interface TriggerPolicy {
  /** CEL over `inputs.parameter_values['name']`. */
  readonly condition?: string;
  readonly strategy?:
    "TRIGGER_STRATEGY_UNSPECIFIED" | "ALL_UPSTREAM_TASKS_SUCCEEDED" | "ALL_UPSTREAM_TASKS_COMPLETED";
}

/** Durations are protobuf's JSON spelling: seconds with an `s`, as `"60s"`. */
export interface RetryPolicy {
  readonly maxRetryCount?: number;
  readonly backoffDuration?: string;
  readonly backoffFactor?: number;
  readonly backoffMaxDuration?: string;
}

export interface ArtifactIteratorSpec {
  readonly items: { readonly inputArtifact: string };
  readonly itemInput: string;
}

/** `raw` is a JSON list as text. */
export interface ParameterIteratorSpec {
  readonly items: { readonly raw?: string; readonly inputParameter?: string };
  readonly itemInput: string;
}

export interface DagOutputsSpec {
  readonly artifacts?: { readonly [name: string]: DagOutputArtifact };
  readonly parameters?: { readonly [name: string]: DagOutputParameter };
}

export interface DagOutputArtifact {
  readonly artifactSelectors: readonly ArtifactSelector[];
}

export interface DagOutputParameter {
  readonly valueFromParameter?: ParameterSelector;
  readonly valueFromOneof?: { readonly parameterSelectors: readonly ParameterSelector[] };
}

export interface ArtifactSelector {
  readonly producerSubtask: string;
  readonly outputArtifactKey: string;
}

export interface ParameterSelector {
  readonly producerSubtask: string;
  readonly outputParameterKey: string;
}

// Executors

export interface PipelineDeploymentConfig {
  readonly executors: { readonly [label: string]: ExecutorSpec };
}

/** Exactly one is set. */
export interface ExecutorSpec {
  readonly container?: PipelineContainerSpec;
  readonly importer?: ImporterSpec;
  readonly resolver?: { readonly [key: string]: Json };
  readonly customJob?: { readonly customJob: { readonly [key: string]: Json } };
}

export interface PipelineContainerSpec {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly resources?: ResourceSpec;
  readonly lifecycle?: {
    readonly preCacheCheck?: { readonly command?: readonly string[]; readonly args?: readonly string[] };
  };
}

export interface EnvVar {
  readonly name: string;
  /** Default empty. */
  readonly value?: string;
}

/** CPU in cores, memory in GB; the `resource*` twins are text and may hold placeholders. */
export interface ResourceSpec {
  readonly cpuLimit?: number;
  readonly cpuRequest?: number;
  readonly memoryLimit?: number;
  readonly memoryRequest?: number;
  readonly resourceCpuLimit?: string;
  readonly resourceCpuRequest?: string;
  readonly resourceMemoryLimit?: string;
  readonly resourceMemoryRequest?: string;
  readonly accelerator?: AcceleratorConfig;
}

export interface AcceleratorConfig {
  readonly type?: string;
  readonly count?: number | string;
  readonly resourceType?: string;
  readonly resourceCount?: string;
}

export interface ImporterSpec {
  readonly artifactUri: ValueOrRuntimeParameter;
  readonly typeSchema: ArtifactTypeSchema;
  readonly reimport?: boolean;
  readonly metadata?: { readonly [key: string]: Json };
  readonly properties?: { readonly [key: string]: ValueOrRuntimeParameter };
  readonly customProperties?: { readonly [key: string]: ValueOrRuntimeParameter };
  readonly downloadToWorkspace?: boolean;
}

// Platforms

export interface SinglePlatformSpec {
  readonly platform?: string;
  readonly deploymentSpec?: {
    readonly executors: { readonly [label: string]: { readonly [key: string]: Json } };
  };
  readonly config?: { readonly [key: string]: Json };
  readonly pipelineConfig?: { readonly [key: string]: Json };
}

export interface TaskConfigPassthrough {
  readonly field: string;
  readonly applyToTask?: boolean;
}
