// The types of values in types: what a component declares, and the values and handles that follow from it.
import type { Json } from "../ir/pipeline-spec.ts";
import type {
  ArtifactListValueType,
  ArtifactValueType,
  OutputDefinition,
  ParameterValueType,
  ValueType,
} from "./graph.ts";
import type { Group } from "./group.ts";
import type { Ref } from "./handle.ts";
import type { OneOf } from "./one-of.ts";
import type { RawInput } from "./raw-input.ts";
import type { Text } from "./text.ts";

declare const carries: unique symbol;

/** Exists only in types: the type of the values that a declared type stands for. */
export interface Carries<out T> {
  readonly [carries]: T;
}

/** Base of every artifact. An input declared `Artifact` accepts any artifact. */
export interface Artifact<Title extends string = string> {
  readonly schemaTitle: Title;
}

/** How the body of an exit handler ended. */
export interface TaskFinalStatus {
  readonly state: string;
  readonly pipelineTaskName: string;
  readonly pipelineJobResourceName: string;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Settings of a task, as JSON: resources, environment, what Kubernetes schedules by. */
export interface TaskConfig {
  readonly [setting: string]: Json;
}

export interface ArtifactType<out A extends Artifact> extends ArtifactValueType, Carries<A> {}

export interface ArtifactListType<out A extends Artifact>
  extends ArtifactListValueType, Carries<readonly A[]> {}

export interface ParameterType<out T> extends ParameterValueType, Carries<T> {
  readonly description?: string;
  readonly literals?: readonly Json[];
}

/** An artifact input or output with words about it. */
export interface DescribedArtifact<out A> extends Carries<A> {
  readonly kind: "described";
  readonly type: ValueType;
  readonly description: string;
}

/** What an output of an artifact type can say beyond the type. */
export interface ArtifactOutput<out A> extends Carries<A> {
  readonly kind: "artifactOutput";
  readonly definition: OutputDefinition;
}

/** An input that the caller may leave out; the task then gets nothing. */
export interface Optional<out T> extends Carries<T> {
  readonly kind: "optional";
  readonly type: ValueType;
  readonly description?: string;
  readonly literals?: readonly Json[];
  /** `false`: it has a default, but files say that it must be given. */
  readonly isOptional?: false;
  readonly isRawDefault?: true;
}

/** An input that the caller may leave out; the task then gets the default. */
export interface Defaulted<out T> extends Optional<T> {
  readonly default: Json;
}

export type PlainType = ArtifactType<Artifact> | ArtifactListType<Artifact> | ParameterType<unknown>;
export type OutputTypes = {
  readonly [name: string]: PlainType | DescribedArtifact<unknown> | ArtifactOutput<unknown>;
};
export type InputTypes = {
  readonly [name: string]: PlainType | DescribedArtifact<unknown> | Optional<unknown>;
};

/** Prints as one flat literal in hovers and errors. */
export type Simplify<T> = { -readonly [K in keyof T]: T[K] } & {};

export type Unwrap<P> = P extends Carries<infer T> ? T : never;

type RequiredKeys<I> = { [K in keyof I]: I[K] extends Optional<unknown> ? never : K }[keyof I];
type PresentKeys<I> = {
  [K in keyof I]: I[K] extends Optional<unknown> ? (I[K] extends Defaulted<unknown> ? K : never) : K;
}[keyof I];

type Values<I, Required extends keyof I> = Simplify<
  { [K in Required]: Unwrap<I[K]> } & { [K in Exclude<keyof I, Required>]?: Unwrap<I[K]> }
>;

/** What a caller gives: inputs with a default are optional. */
export type InputValues<I> = Values<I, RequiredKeys<I>>;
/** What the task receives: inputs with a default are always there. */
export type ReceivedValues<I> = Values<I, PresentKeys<I>>;
export type OutputValues<O> = Simplify<{ [K in keyof O]: Unwrap<O[K]> }>;

export type Refs<V> = { readonly [K in keyof V]-?: Ref<V[K] & ({} | null)> };

/** An artifact input takes a handle; a parameter input takes a handle, or a constant that may hold handles. */
export type Argument<T> = [T] extends [Artifact | readonly Artifact[] | TaskFinalStatus]
  ? Ref<T>
  : Ref<T> | Holding<T> | RawInput;
export type Arguments<I> = { readonly [K in keyof I]: Argument<Exclude<I[K], undefined>> };

/** A constant in which handles and texts with handles may stand for parts. */
export type Holding<T> = T extends string
  ? T | Text
  : T extends readonly (infer Item)[]
    ? readonly (Ref<Item> | Holding<Item>)[]
    : T extends object
      ? { readonly [K in keyof T]: Ref<T[K]> | Holding<T[K]> }
      : T;

/** What a body may return. */
export type Returned = void | Group | { readonly [name: string]: Ref<unknown> };
/** What a group gives: what its body returned, or itself to wait for. */
export type Given<R extends Returned> = R extends { readonly [name: string]: Ref<unknown> } ? R : Group;
export type PipelineReturned = void | Group | { readonly [name: string]: Ref<unknown> | OneOf<unknown> };
type ReturnedRefs<O> = { readonly [K in keyof O]: Ref<O[K]> | OneOf<O[K]> };
type ReturnedValues<R> = R extends { readonly [name: string]: Ref<unknown> | OneOf<unknown> }
  ? Simplify<{ [K in keyof R]: R[K] extends Ref<infer T> | OneOf<infer T> ? T : never }>
  : {};

/** What a pipeline's body returns: what its declared outputs ask for, or where none are declared anything it may. */
export type Returns<O extends OutputTypes> = [O] extends [never]
  ? PipelineReturned
  : ReturnedRefs<OutputValues<O>>;
/** The outputs of a pipeline: those it declares, or what its body returns. */
export type PipelineOutputs<R, O extends OutputTypes> = [O] extends [never]
  ? ReturnedValues<R>
  : OutputValues<O>;
