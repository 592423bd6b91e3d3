// Values that exist only while the pipeline runs: of which type they are, where they come from, how they are compared.
import type { Json, ParameterTypeName } from "../ir/pipeline-spec.ts";

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

// Sources

/** Whose body a value belongs to; told apart by identity. */
export interface PipelineIdentity {
  readonly name: string;
}

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
