// Values that exist only while the pipeline runs: of which type they are, where they come from, how they are compared.
import type { Json, ParameterTypeName, TaskInputParameter } from "../ir/pipeline-spec.ts";

// Types

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

export interface ArtifactValueType extends ArtifactSchema {
  readonly kind: "artifact";
}

export interface ArtifactListValueType extends ArtifactSchema {
  readonly kind: "artifactList";
}

/** Two artifact types are the same if their titles are. */
export interface ArtifactSchema {
  readonly schemaTitle: string;
  /** Absent only where a file names none. */
  readonly schemaVersion?: string;
  /** Says which properties the metadata has; the file then holds this instead of the title. */
  readonly schema?: { readonly uri: string } | { readonly instance: string };
  /** Its title or its version is of a kind that kfp's SDK refuses. */
  readonly isUnchecked?: true;
}

// Sources

/** Whose body a value belongs to; told apart by identity. */
export interface PipelineIdentity {
  readonly name: string;
}

export type Argument = Constant | Source | CompositeArgument | RawArgument;

export type Operand = Constant | Source;

export interface Constant {
  readonly kind: "constant";
  readonly value: Json;
}

/** JSON with handles in it: what they stand for is filled in as text when the task starts. */
export interface CompositeArgument {
  readonly kind: "composite";
  readonly value: Composite;
}

export type Composite =
  | { readonly kind: "json"; readonly value: Json }
  | { readonly kind: "text"; readonly parts: readonly (string | Source)[] }
  | { readonly kind: "list"; readonly items: readonly Composite[] }
  | CompositeStruct;

export interface CompositeStruct {
  readonly kind: "struct";
  readonly fields: { readonly [name: string]: Composite };
  /** In a platform's config: the field whose input stands once more, in the fields of its message, beside the others. */
  readonly repeated?: string;
}

/** An input as the IR spells it, for what has no other name here. */
export interface RawArgument {
  readonly kind: "raw";
  readonly input: TaskInputParameter;
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

/** How the body of an exit handler ended, or a task. */
export interface StatusSource {
  readonly kind: "status";
  readonly pipeline: PipelineIdentity;
  /** The exit handler or the task. */
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
  readonly left: Operand;
  readonly right: Operand;
}

export interface Combination {
  readonly kind: "and" | "or";
  readonly conditions: readonly Condition[];
}

export interface Negation {
  readonly kind: "not";
  readonly condition: Condition;
}

// Outputs

/** What leaves a pipeline under one name: a value, or the one of several values that there is. */
export type ReturnedSource = Source | OneOfSource;

export interface OneOfSource {
  readonly kind: "oneOf";
  readonly of: readonly Source[];
  readonly type: ValueType;
}
